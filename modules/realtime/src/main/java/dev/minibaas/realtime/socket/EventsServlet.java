package dev.minibaas.realtime.socket;

import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.InvalidToken;
import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.change.InvalidPosition;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.filter.InvalidFilter;
import dev.minibaas.realtime.hub.Hub;
import dev.minibaas.realtime.hub.TopicSubscription;
import dev.minibaas.realtime.own.OwnError;
import dev.minibaas.realtime.own.OwnError.Code;
import dev.minibaas.realtime.own.TopicRights;
import dev.minibaas.realtime.topic.InvalidTopic;
import dev.minibaas.realtime.topic.TopicPattern;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/{collection}?event=insert|update|delete|*}: changes of a table or collection as
 * server-sent events. {@code Last-Event-ID} is the position to go on from; an event {@code gap}
 * tells that some are missing. At any other path there is nothing.
 */
@WebServlet(urlPatterns = "/*", asyncSupported = true)
public class EventsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Log.of(EventsServlet.class);
  private static final String ROOT = "/v1/";
  private static final int TOO_MANY_REQUESTS = 429;

  @Inject private transient Connections connections;
  @Inject private transient Conversations conversations;
  @Inject private transient Hub hub;
  @Inject private transient Authentication authentication;

  /** For the server. */
  public EventsServlet() {}

  EventsServlet(
      Connections connections,
      Conversations conversations,
      Hub hub,
      Authentication authentication) {
    this.connections = connections;
    this.conversations = conversations;
    this.hub = hub;
    this.authentication = authentication;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (ROOT.equals(request.getPathInfo())) {
      // Open Liberty gives a path with a slash at its end to no servlet that is mapped there
      new Doorway(connections, conversations, authentication)
          .enter(Protocol.OWN, request, response);
      return;
    }
    String collection = collection(request.getPathInfo());
    if (collection == null) {
      JsonAnswer.send(response, HttpServletResponse.SC_NOT_FOUND, "there is nothing here");
      return;
    }
    try {
      Caller caller = caller(request);
      TopicPattern pattern = pattern(collection, verb(request), TopicRights.of(caller));
      open(request, response, caller, pattern, position(request));
    } catch (OwnError e) {
      JsonAnswer.send(response, e.code().status(), e.text());
    } catch (InvalidToken e) {
      JsonAnswer.send(
          response, HttpServletResponse.SC_UNAUTHORIZED, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable String collection(@Nullable String path) {
    if (path == null || !path.startsWith(ROOT)) {
      return null;
    }
    String rest = path.substring(ROOT.length());
    return rest.indexOf('/') < 0 ? rest : null;
  }

  /** Browsers can't set headers of an EventSource. */
  private Caller caller(HttpServletRequest request) throws InvalidToken {
    String token = request.getParameter("token");
    if (token == null || token.isBlank()) {
      return Caller.of(request);
    }
    return authentication.authenticate("Bearer " + token, null);
  }

  private static String verb(HttpServletRequest request) {
    String event = request.getParameter("event");
    return switch (event == null ? "*" : event) {
      case "*" -> "*";
      case "insert" -> "inserted";
      case "update" -> "updated";
      case "delete" -> "deleted";
      default ->
          throw new OwnError(Code.INVALID_MESSAGE, "event is one of insert, update, delete and *");
    };
  }

  /** Where the collection is, as far as the caller may look. */
  private static TopicPattern pattern(String collection, String verb, TopicRights rights) {
    if (collection.indexOf('*') >= 0) {
      throw new OwnError(Code.INVALID_TOPIC, "a collection is named without *");
    }
    try {
      for (String namespace : new String[] {"*", "pg", "mongo"}) {
        TopicPattern pattern = TopicPattern.parse(String.join("/", namespace, collection, verb));
        if (rights.maySubscribe(pattern)) {
          return pattern;
        }
      }
    } catch (InvalidTopic e) {
      throw new OwnError(Code.INVALID_TOPIC, String.valueOf(e.getMessage()));
    }
    throw new OwnError(Code.FORBIDDEN, "the token doesn't let you subscribe to " + collection);
  }

  private static @Nullable Position position(HttpServletRequest request) {
    String last = request.getHeader("Last-Event-ID");
    if (last == null || last.isEmpty()) {
      return null;
    }
    try {
      return Position.parse(last);
    } catch (InvalidPosition e) {
      throw new OwnError(Code.INVALID_OPTIONS, "Last-Event-ID is no position");
    }
  }

  private void open(
      HttpServletRequest request,
      HttpServletResponse response,
      Caller caller,
      TopicPattern pattern,
      @Nullable Position resumeFrom)
      throws IOException {
    if (connections.isStopping() || connections.isFull()) {
      int status =
          connections.isStopping() ? HttpServletResponse.SC_SERVICE_UNAVAILABLE : TOO_MANY_REQUESTS;
      JsonAnswer.send(response, status, "too many connections");
      return;
    }
    response.setContentType("text/event-stream; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    var stream = new EventStream(connections, request.startAsync(), expires(caller));
    if (!connections.add(stream)) {
      stream.refuse(TOO_MANY_REQUESTS, "too many connections");
      return;
    }
    var subscription =
        new TopicSubscription(stream, Identity.of(caller), pattern, EventFilter.NONE);
    stream.onEnd(() -> hub.remove(subscription));
    hub.add(subscription, resumeFrom)
        .whenComplete((done, failure) -> {
          if (failure != null) {
            refuse(stream, failure);
          }
        });
  }

  private static void refuse(EventStream stream, Throwable failure) {
    if (failure instanceof InvalidFilter) {
      stream.refuse(TOO_MANY_REQUESTS, String.valueOf(failure.getMessage()));
    } else {
      LOG.log(Level.WARNING, "a stream could not be opened", failure);
      stream.refuse(
          HttpServletResponse.SC_SERVICE_UNAVAILABLE, "changes can't be told at the moment");
    }
  }

  private static Instant expires(Caller caller) {
    return caller.claims().get("exp") instanceof Number end
        ? Instant.ofEpochSecond(end.longValue())
        : Instant.MAX;
  }
}
