package dev.minibaas.devstack.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Shows the mailboxes over HTTP: to people as pages, to programs as GreenMail's REST interface. */
final class Inbox implements AutoCloseable {
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Mailboxes mailboxes;
  private final HttpServer server;
  private final ExecutorService threads;

  private Inbox(Mailboxes mailboxes, HttpServer server, ExecutorService threads) {
    this.mailboxes = mailboxes;
    this.server = server;
    this.threads = threads;
  }

  static Inbox start(Mailboxes mailboxes, String host, int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    var inbox = new Inbox(mailboxes, server, threads);
    server.setExecutor(threads);
    server.createContext("/", inbox::serve);
    server.start();
    return inbox;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private record Answer(int status, String type, String body) {
    static Answer json(String body) {
      return new Answer(200, "application/json", body);
    }

    static Answer page(String body) {
      return new Answer(200, "text/html; charset=utf-8", body);
    }

    static Answer error(int status, String message) {
      return new Answer(status, "application/json", "{\"message\":" + Text.json(message) + "}");
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = guarded(exchange);
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer guarded(HttpExchange exchange) {
    if (!addressedToUs(exchange)) {
      return Answer.error(403, "open this as localhost");
    }
    try {
      return answer(exchange.getRequestMethod(), segments(exchange));
    } catch (IOException | MessagingException | RuntimeException e) {
      return Answer.error(500, String.valueOf(e.getMessage()));
    }
  }

  /** A page from elsewhere whose name was made to resolve to this machine may not read mail. */
  private static boolean addressedToUs(HttpExchange exchange) {
    String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
    return OWN_NAMES.contains(host.replaceFirst(":\\d+$", ""));
  }

  private static List<String> segments(HttpExchange exchange) {
    return Arrays.stream(exchange.getRequestURI().getRawPath().split("/"))
        .filter(segment -> !segment.isEmpty())
        // unlike in a form, a plus in a path is a plus
        .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), UTF_8))
        .toList();
  }

  private Answer answer(String method, List<String> path) throws IOException, MessagingException {
    String request = method + " " + String.join(" ", shape(path));
    return switch (request) {
      case "GET " -> Answer.page(Pages.list(all()));
      case "GET messages * *" -> message(path.get(1), path.get(2));
      case "GET api user" -> Answer.json(users());
      case "GET api user * messages", "GET api user * messages INBOX" ->
          Answer.json(messages(path.get(2)));
      case "POST api mail purge" -> {
        mailboxes.clear();
        yield Answer.json("{\"message\":\"Purged mails\"}");
      }
      case "GET api service readiness" -> Answer.json("{\"message\":\"Service running\"}");
      default -> Answer.error(404, "there is no " + method + " /" + String.join("/", path));
    };
  }

  /** The path with a star for each part that is data. */
  private static List<String> shape(List<String> path) {
    List<String> shape = new ArrayList<>(path);
    if (path.size() >= 3 && path.get(0).equals("api") && path.get(1).equals("user")) {
      shape.set(2, "*");
    } else if (path.size() == 3 && path.get(0).equals("messages")) {
      shape.set(1, "*");
      shape.set(2, "*");
    }
    return shape;
  }

  private List<Mail> all() throws IOException, MessagingException {
    List<Mail> all = new ArrayList<>();
    for (String address : mailboxes.addresses()) {
      for (Mailboxes.Entry entry : mailboxes.messages(address)) {
        all.add(Mail.read(entry));
      }
    }
    all.sort((a, b) -> b.received().compareTo(a.received()));
    return all;
  }

  private Answer message(String address, String uid) throws IOException, MessagingException {
    for (Mailboxes.Entry entry : mailboxes.messages(address)) {
      if (Long.toString(entry.uid()).equals(uid)) {
        return Answer.page(Pages.message(Mail.read(entry)));
      }
    }
    return Answer.error(404, "there is no such message");
  }

  private String users() throws IOException {
    return mailboxes.addresses().stream()
        .map(Text::json)
        .map("{\"login\":%1$s,\"email\":%1$s}"::formatted)
        .toList()
        .toString();
  }

  private String messages(String address) throws IOException, MessagingException {
    List<String> messages = new ArrayList<>();
    for (Mailboxes.Entry entry : mailboxes.messages(address)) {
      messages.add(Mail.read(entry).json());
    }
    return messages.toString();
  }
}
