package dev.minibaas.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server that takes tokens, on a test database, and what it makes of them. */
final class TokenProbe {
  /** 64 bytes, which is what HS512 wants. */
  static final String SECRET = "a-secret-for-tests-only-that-is-as-long-as-hs512-wants-a-key-to-be";

  /** A function that tells who calls. */
  static final String WHO =
      """
      create or replace function public.who() returns json stable language sql as
        $$ select json_build_object('user', current_user,
             'role', current_setting('request.jwt.claims')::json->>'role') $$;
      grant execute on function public.who() to public;
      notify pgrst;
      """;

  private final TestDatabase database;
  private final HttpClient client = HttpClient.newHttpClient();

  TokenProbe(TestDatabase database) {
    this.database = database;
  }

  interface Work {
    void on(RestServer server) throws Exception;
  }

  void serving(Map<String, String> more, Work work) throws Exception {
    Map<String, String> settings = new HashMap<>(database.settings());
    settings.putAll(more);
    try (RestServer server = RestServer.start(settings, database.pool(Login.AUTHENTICATOR, 2), 0)) {
      work.on(server);
    }
  }

  HttpResponse<String> get(RestServer server, String path, @Nullable String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.baseUrl() + path));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  void assertRole(RestServer server, String token, String role) throws Exception {
    HttpResponse<String> response = get(server, "/rpc/who", "Bearer " + token);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    String json = '"' + role.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    assertThat(response.body().replace("\" : ", "\":").replace("\", ", "\","))
        .isEqualTo("{\"user\":" + json + ",\"role\":" + json + "}");
  }

  void assertRefused(RestServer server, String token, String message) throws Exception {
    HttpResponse<String> response = get(server, "/rpc/who", "Bearer " + token);
    assertThat(response.statusCode()).as(token + response.body()).isEqualTo(401);
    assertThat(response.body())
        .as(token)
        .isEqualTo(
            "{\"code\":\"PGRST301\",\"details\":null,\"hint\":null,\"message\":\""
                + message
                + "\"}");
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer error=\"invalid_token\", error_description=\"" + message + "\"");
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("application/json; charset=utf-8");
  }

  static String hs256(String claims) throws JOSEException {
    return signed(new MACSigner(SECRET), new JWSHeader(JWSAlgorithm.HS256), claims);
  }

  static String signed(JWSSigner signer, JWSHeader header, String claims) throws JOSEException {
    JWSObject token = new JWSObject(header, new Payload(claims));
    token.sign(signer);
    return token.serialize();
  }

  static String base64(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
