package dev.minibaas.realtime.socket;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.log.Log;
import dev.minibaas.realtime.hub.EventBus;
import dev.minibaas.realtime.json.InvalidJson;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.own.Limits;
import dev.minibaas.realtime.own.OwnError;
import dev.minibaas.realtime.own.OwnError.Code;
import dev.minibaas.realtime.own.Publication;
import dev.minibaas.realtime.own.TopicRights;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/publish} and {@code POST /v1/publish/batch}. */
@WebServlet(urlPatterns = {"/v1/publish", "/v1/publish/batch"})
public class PublishServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = Log.of(PublishServlet.class);

  /** A character of a payload may be written as an escape of six bytes. */
  private static final int BYTES_PER_BYTE = 6;

  private static final int ENVELOPE_BYTES = 16 * 1024;
  private static final int MAX_BATCH_BYTES = 8 << 20;

  @Inject private transient EventBus bus;
  @Inject private transient Limits limits;

  /** For the server. */
  public PublishServlet() {}

  PublishServlet(EventBus bus, Limits limits) {
    this.bus = bus;
    this.limits = limits;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean isBatch = request.getServletPath().endsWith("/batch");
    try {
      Caller caller = Caller.of(request);
      JsonObject answer = isBatch ? batch(request, caller) : single(request, caller);
      JsonAnswer.send(response, HttpServletResponse.SC_OK, answer);
    } catch (OwnError e) {
      JsonAnswer.send(response, e.code().status(), e.text());
    } catch (EventBus.BusUnavailable e) {
      LOG.log(Level.WARNING, "an event was not published", e);
      JsonAnswer.send(
          response,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          "Publish failed: " + e.getMessage());
    }
  }

  private JsonObject single(HttpServletRequest request, Caller caller) throws IOException {
    int bytes = limits.payloadBytes() * BYTES_PER_BYTE + ENVELOPE_BYTES;
    String tooLarge = "Payload exceeds " + limits.payloadBytes() / 1024 + "KB limit";
    Publication publication = Publication.parse(body(request, bytes, tooLarge), limits);
    permit(caller, List.of(publication));
    return receipt(bus.publish(ofCaller(caller, publication)));
  }

  private JsonObject batch(HttpServletRequest request, Caller caller) throws IOException {
    String tooLarge = "A batch has at most " + (MAX_BATCH_BYTES >> 20) + "MB";
    String body = body(request, MAX_BATCH_BYTES, tooLarge);
    List<Publication> publications = Publication.parseBatch(body, limits);
    permit(caller, publications);
    JsonArrayBuilder results = Json.createArrayBuilder();
    for (Publication publication : publications) {
      results.add(receipt(bus.publish(ofCaller(caller, publication))));
    }
    return Json.createObjectBuilder().add("results", results).build();
  }

  private static String body(HttpServletRequest request, int max, String tooLarge)
      throws IOException {
    byte[] body = request.getInputStream().readNBytes(max + 1);
    if (body.length > max) {
      throw new OwnError(Code.PAYLOAD_TOO_LARGE, tooLarge);
    }
    try {
      return JsonReader.text(ByteBuffer.wrap(body));
    } catch (InvalidJson e) {
      throw new OwnError(Code.INVALID_MESSAGE, String.valueOf(e.getMessage()));
    }
  }

  private static void permit(Caller caller, List<Publication> publications) {
    if (caller.role().equals(Caller.ANON) && caller.token() == null) {
      throw new OwnError(Code.NOT_AUTHENTICATED, "publishing takes a token");
    }
    TopicRights rights = TopicRights.of(caller);
    for (Publication publication : publications) {
      if (!rights.mayPublish(publication.topic())) {
        throw new OwnError(
            Code.FORBIDDEN, "the token doesn't let you publish to " + publication.topic());
      }
    }
  }

  /** Of two callers with the same key neither hides the other's event. */
  private static Publication ofCaller(Caller caller, Publication publication) {
    @Nullable String key = publication.idempotencyKey();
    if (key == null) {
      return publication;
    }
    String subject = caller.subject();
    String owner = subject == null ? "role " + caller.role() : "subject " + subject;
    return new Publication(
        publication.topic(),
        publication.eventType(),
        publication.payload(),
        owner + '\n' + key,
        publication.source(),
        publication.ttlMillis());
  }

  private static JsonObject receipt(EventBus.Receipt receipt) {
    return Json.createObjectBuilder()
        .add("event_id", receipt.id().toString())
        .add("sequence", receipt.sequence())
        .add("delivered_to_bus", true)
        .add("position", receipt.position().toString())
        .build();
  }
}
