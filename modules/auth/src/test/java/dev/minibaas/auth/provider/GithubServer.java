package dev.minibaas.auth.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** What of a GitHub server signing in takes. */
public final class GithubServer implements AutoCloseable {
  public String tokenAnswer = "{\"access_token\":\"gho_1\",\"token_type\":\"bearer\"}";
  public String userAnswer =
      """
      {"id":583231,"login":"octocat","name":"The Octocat","avatar_url":"https://a.example.org/1"}\
      """;
  public String emailsAnswer =
      """
      [{"email":"old@example.org","primary":false,"verified":true},
       {"email":"Octo@Example.org","primary":true,"verified":true}]\
      """;

  private final HttpServer server;

  public GithubServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/login/oauth/access_token", exchange -> answer(exchange, tokenAnswer, ""));
    server.createContext("/api/v3/user", exchange -> answer(exchange, userAnswer, "Bearer gho_1"));
    server.createContext(
        "/api/v3/user/emails", exchange -> answer(exchange, emailsAnswer, "Bearer gho_1"));
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, String body, String authorization)
      throws IOException {
    exchange.getRequestBody().readAllBytes();
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    boolean allowed = authorization.equals(given == null ? "" : given);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(allowed ? 200 : 401, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
