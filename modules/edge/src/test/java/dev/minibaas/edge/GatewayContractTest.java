package dev.minibaas.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.edge.RawHttp.Reply;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code kong.yml} promises to clients, over HTTP.
 *
 * <p>Runs against edge in an embedded server, or against the gateway at {@code GATEWAY_URL} with
 * {@link EchoBackend} behind both services (docs/gateway.md says how). That gateway must have fresh
 * counters, a high limit on rest and the contract's 60 a minute on auth.
 */
class GatewayContractTest {
  private static final String UNKNOWN_KEY = "apikey: nobody-knows-me";
  private static final String ORIGIN = "Origin: http://localhost:3000";
  private static final boolean OTHER = System.getenv("GATEWAY_URL") != null;

  private static final String ANON_KEY =
      System.getenv().getOrDefault("GATEWAY_ANON_KEY", EmbeddedServer.ANON_KEY);
  private static final String SERVICE_KEY =
      System.getenv().getOrDefault("GATEWAY_SERVICE_KEY", EmbeddedServer.SERVICE_KEY);
  private static final String KEY = "apikey: " + ANON_KEY;

  /** Kilobytes. */
  private static final int REST_LIMIT =
      Integer.parseInt(System.getenv().getOrDefault("REQUEST_SIZE_LIMIT_REST", "64"));

  private static @Nullable EmbeddedServer edge;
  private static URI gateway;

  @BeforeAll
  static void start() {
    if (OTHER) {
      gateway = URI.create(System.getenv("GATEWAY_URL"));
      return;
    }
    EmbeddedServer embedded =
        EmbeddedServer.start(
            Map.of(
                "RATE_LIMIT_REST_MINUTE", "1000000",
                "RATE_LIMIT_REST_HOUR", "1000000",
                "REQUEST_SIZE_LIMIT_REST", Integer.toString(REST_LIMIT)));
    edge = embedded;
    gateway = embedded.uri();
  }

  @AfterAll
  static void stop() {
    if (edge != null) {
      edge.close();
    }
  }

  private static Reply get(String path, String... headers) throws IOException {
    return RawHttp.send(gateway, "GET " + path + " HTTP/1.1\n" + String.join("\n", headers));
  }

  private static Reply send(String head, byte[] body) throws IOException {
    return RawHttp.send(gateway, head, body);
  }

  /** The JSON body of the gateway's own answers, and that it carries a request id. */
  private static void assertRefused(Reply reply, int status, String message) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.first("Content-Type"))
        .isEqualToIgnoringWhitespace("application/json; charset=utf-8");
    assertThat(reply.body())
        .containsPattern("\"message\"\\s*:\\s*\"" + Pattern.quote(message) + "\"")
        .containsPattern("\"request_id\"\\s*:\\s*\"[^\"]+\"");
    assertThat(reply.first("X-Request-ID")).isNotEmpty();
    assertSecurityHeaders(reply);
  }

  private static void assertSecurityHeaders(Reply reply) {
    assertThat(reply.all("Strict-Transport-Security"))
        .containsExactly("max-age=31536000; includeSubDomains");
    assertThat(reply.all("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(reply.all("X-Frame-Options")).containsExactly("DENY");
    assertThat(reply.all("Referrer-Policy")).containsExactly("strict-origin-when-cross-origin");
  }

  @Test
  void a_request_without_a_key_is_refused() throws IOException {
    Reply reply = get("/rest/v1/todos");
    assertRefused(reply, 401, "No API key found in request");
    assertThat(reply.first("WWW-Authenticate")).isEqualTo("Key realm=\"mini-baas\"");
    assertThat(reply.body()).doesNotContain("service: echo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/rest/v1/?apikey=nobody-knows-me", "/rest/v1/?apikey=nobody-knows-me%20"})
  void a_request_with_an_unknown_key_in_the_query_is_refused(String path) throws IOException {
    assertRefused(get(path), 401, "Unauthorized");
  }

  @Test
  void a_request_with_an_unknown_key_in_the_header_is_refused() throws IOException {
    assertRefused(get("/rest/v1/", UNKNOWN_KEY), 401, "Unauthorized");
    assertRefused(get("/rest/v1/", "apikey: " + ANON_KEY + "x"), 401, "Unauthorized");
  }

  @Test
  void an_empty_key_counts_as_none() throws IOException {
    assertRefused(get("/rest/v1/", "apikey:"), 401, "No API key found in request");
  }

  @Test
  void two_keys_are_refused() throws IOException {
    assertRefused(get("/rest/v1/", KEY, UNKNOWN_KEY), 401, "Duplicate API key found");
  }

  @Test
  void a_bearer_token_alone_is_no_key() throws IOException {
    Reply reply = get("/rest/v1/", "Authorization: Bearer " + SERVICE_KEY);
    assertRefused(reply, 401, "No API key found in request");
  }

  @Test
  void opaque_and_token_style_keys_open_the_gateway_in_header_and_query() throws IOException {
    for (String key : List.of(ANON_KEY, SERVICE_KEY)) {
      assertThat(get("/rest/v1/todos", "apikey: " + key).body()).contains("service: echo");
      assertThat(get("/rest/v1/todos?a=1&apikey=" + key).body())
          .contains("service: echo")
          .contains("query: a=1&apikey=" + key);
    }
  }

  @Test
  void the_key_s_header_reaches_the_service() throws IOException {
    assertThat(get("/rest/v1/", KEY).body()).contains("apikey: [" + ANON_KEY + "]");
  }

  @Test
  void an_unknown_path_has_no_route() throws IOException {
    for (String path :
        List.of("/", "/nowhere", "/rest", "/rest/v2/", "/REST/v1/", "/favicon.ico")) {
      assertRefused(get(path, KEY), 404, "no Route matched with those values");
    }
    assertThat(get("/nowhere", ORIGIN).all("Access-Control-Allow-Origin"))
        .containsExactly("http://localhost:3000");
  }

  @Test
  void head_gets_no_body() throws IOException {
    Reply reply = send("HEAD /rest/v1/ HTTP/1.1", new byte[0]);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/rest/v1/../../rest/v1/todos",
        "/auth/v1/../../rest/v1/todos",
        "/nowhere/../rest/v1/todos",
        "//rest/v1/todos",
        "/rest//v1/todos",
        "/rest/v1//todos",
        "/./rest/v1/todos",
        "/rest/./v1/todos",
        "/%72est/v1/todos",
        "/rest%2Fv1/todos",
        "/rest%2fv1%2ftodos",
        "/rest/v1%2F..%2Fv1/todos",
        "/rest/%2e%2e/rest/v1/todos",
        "/rest/v1;jsessionid=1/todos",
        "/rest;a=b/v1/todos",
        "/rest/v1;apikey=x",
        "/;/rest/v1/todos",
        "/rest/v1/todos;x=/../..",
        "/rest/v1\\todos",
        "/rest\\v1/todos",
        "/REST/v1/todos",
        "/Rest/V1/todos",
        "/rest/v1%00/todos",
        "/rest/v1/%",
        "/rest/v1?/../x",
        "/rest/v1#/x",
        "http://localhost/rest/v1/todos",
        "http://elsewhere/rest/v1/todos",
        "*"
      })
  void no_spelling_of_a_path_gets_around_the_key(String path) throws IOException {
    Reply reply = get(path);
    // the server's own answer to what it can't make sense of counts too
    assertThat(reply.status()).as(reply.body()).isGreaterThanOrEqualTo(400);
    assertThat(reply.body()).doesNotContain("service: echo");
  }

  @Test
  void a_preflight_needs_no_key() throws IOException {
    for (String path : List.of("/auth/v1/", "/rest/v1/", "/rest/v1/todos")) {
      Reply reply =
          send(
              "OPTIONS "
                  + path
                  + " HTTP/1.1\n"
                  + ORIGIN
                  + "\nAccess-Control-Request-Method: PATCH"
                  + "\nAccess-Control-Request-Headers: apikey, authorization",
              new byte[0]);
      assertThat(reply.status()).isIn(200, 204);
      assertThat(reply.body()).isEmpty();
      assertThat(reply.all("Access-Control-Allow-Origin")).containsExactly("http://localhost:3000");
      assertThat(reply.first("Access-Control-Allow-Credentials")).isEqualTo("true");
      assertThat(reply.first("Access-Control-Max-Age")).isEqualTo("3600");
      assertThat(reply.first("Access-Control-Allow-Methods").split(","))
          .contains("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
      assertThat(reply.first("Access-Control-Allow-Headers").toLowerCase(Locale.ROOT))
          .contains("apikey", "authorization", "x-client-info", "prefer", "x-supabase-api-version");
      assertSecurityHeaders(reply);
      assertThat(reply.first("X-Request-ID")).isNotEmpty();
    }
  }

  @Test
  void a_preflight_from_an_unknown_origin_allows_nothing() throws IOException {
    Reply reply =
        send(
            "OPTIONS /rest/v1/ HTTP/1.1\nOrigin: http://evil.example\n"
                + "Access-Control-Request-Method: GET",
            new byte[0]);
    assertThat(reply.all("Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:3000",
        "http://localhost:3100",
        "http://localhost:3001",
        "http://localhost:5173"
      })
  void known_origins_may_read_responses_and_refusals(String origin) throws IOException {
    for (Reply reply :
        List.of(
            get("/rest/v1/", KEY, "Origin: " + origin), get("/rest/v1/", "Origin: " + origin))) {
      assertThat(reply.all("Access-Control-Allow-Origin")).containsExactly(origin);
      assertThat(reply.first("Access-Control-Allow-Credentials")).isEqualTo("true");
      assertThat(reply.first("Vary")).contains("Origin");
      assertThat(reply.first("Access-Control-Expose-Headers"))
          .contains("Content-Range", "RateLimit-Remaining", "X-Request-ID");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "null",
        "http://localhost:3000.evil.example",
        "http://localhost:30000",
        "https://localhost:3000",
        "http://localhost",
        "HTTP://LOCALHOST:3000 "
      })
  void unknown_origins_may_not(String origin) throws IOException {
    Reply reply = get("/rest/v1/", KEY, "Origin: " + origin);
    assertThat(reply.body()).contains("service: echo");
    assertThat(reply.all("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void every_response_has_an_id_that_the_service_knows() throws IOException {
    Reply first = get("/rest/v1/", KEY);
    Reply second = get("/rest/v1/", KEY);
    assertThat(first.all("X-Request-ID")).hasSize(1);
    assertThat(first.first("X-Request-ID"))
        .matches("[0-9a-f-]{36}#[0-9]+")
        .isNotEqualTo(second.first("X-Request-ID"));
    assertThat(first.body().toLowerCase(Locale.ROOT))
        .contains("header x-request-id: [" + first.first("X-Request-ID") + "]");
  }

  @Test
  void a_client_s_own_id_is_kept() throws IOException {
    for (Reply reply :
        List.of(
            get("/rest/v1/", KEY, "X-Request-ID: Trace_1.a:b#c-d"),
            get("/rest/v1/", "X-Request-ID: Trace_1.a:b#c-d"),
            get("/nowhere", "X-Request-ID: Trace_1.a:b#c-d"))) {
      assertThat(reply.all("X-Request-ID")).containsExactly("Trace_1.a:b#c-d");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X-User-Id, X-User-Email, X-User-Role",
    "x-user-id, X-USER-EMAIL, x-User-Role",
    "X_User_Id, X_User_Email, X_User_Role",
    "X-Consumer-Id, X-Consumer-Username, X-Credential-Identifier",
    "X-Consumer-Custom-Id, X-Consumer-Groups, X-Anonymous-Consumer"
  })
  void nobody_claims_an_identity_by_header(String one, String two, String three)
      throws IOException {
    Reply reply = get("/rest/v1/", KEY, one + ": spoof", two + ": spoof", three + ": spoof");
    assertThat(reply.body())
        .contains("service: echo")
        .contains("asked X-User-Id: null")
        .contains("asked X_User_Id: null")
        .doesNotContain("spoof");
  }

  @Test
  void a_body_within_the_limit_passes() throws IOException {
    byte[] body = new byte[REST_LIMIT * 1024];
    assertThat(
            send("POST /rest/v1/ HTTP/1.1\n" + KEY + "\nContent-Length: " + body.length, body)
                .body())
        .contains("body: " + body.length);
    assertThat(
            send(
                    "POST /rest/v1/ HTTP/1.1\n" + KEY + "\nTransfer-Encoding: chunked",
                    RawHttp.chunked(body))
                .body())
        .contains("body: " + body.length);
  }

  @Test
  void a_body_over_the_limit_is_refused_by_its_declared_length() throws IOException {
    byte[] body = new byte[REST_LIMIT * 1024 + 1];
    Reply reply =
        send("POST /rest/v1/ HTTP/1.1\n" + KEY + "\nContent-Length: " + body.length, body);
    assertRefused(reply, 413, "Request size limit exceeded");
  }

  @Test
  void a_body_over_the_limit_is_refused_without_a_declared_length() throws IOException {
    byte[] body = new byte[REST_LIMIT * 1024 + 1];
    Reply reply =
        send(
            "POST /rest/v1/ HTTP/1.1\n" + KEY + "\nTransfer-Encoding: chunked",
            RawHttp.chunked(body));
    assertRefused(reply, 413, "Request size limit exceeded");
    assertThat(reply.body()).doesNotContain("service: echo");
  }

  @Test
  void a_client_that_asks_before_sending_too_much_is_told_417() throws IOException {
    Reply reply =
        send(
            "POST /rest/v1/ HTTP/1.1\n" + KEY + "\nExpect: 100-continue\nContent-Length: 99999999",
            new byte[0]);
    assertRefused(reply, 417, "Request size limit exceeded");
  }

  @Test
  void auth_takes_one_megabyte() throws IOException {
    Reply reply =
        send("POST /auth/v1/signup HTTP/1.1\n" + KEY + "\nContent-Length: 1048577", new byte[0]);
    assertRefused(reply, 413, "Request size limit exceeded");
  }

  @Test
  void a_header_of_a_megabyte_reaches_no_service() throws IOException {
    Reply reply = get("/rest/v1/", KEY, "X-Big: " + "x".repeat(1 << 20));
    assertThat(reply.status()).isIn(400, 413, 414, 431, 0);
    assertThat(reply.body()).doesNotContain("service: echo");
  }

  @Test
  void responses_say_that_a_gateway_was_there() throws IOException {
    assertThat(get("/rest/v1/", KEY).first("Via")).matches("1\\.1 (mini-baas-edge|kong/.*)");
  }

  @Test
  void services_responses_carry_the_security_headers_and_rate_limits() throws IOException {
    Reply reply = get("/rest/v1/", KEY);
    assertThat(reply.status()).isEqualTo(200);
    assertSecurityHeaders(reply);
    for (String name :
        List.of(
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "X-RateLimit-Limit-Minute",
            "X-RateLimit-Limit-Hour",
            "X-RateLimit-Remaining-Minute",
            "X-RateLimit-Remaining-Hour")) {
      assertThat(reply.all(name)).as(name).hasSize(1).first().asString().matches("[0-9]+");
    }
  }

  @Test
  void requests_over_the_minute_s_limit_are_refused() throws IOException {
    Reply reply = get("/auth/v1/health", KEY);
    assertThat(reply.first("X-RateLimit-Limit-Minute")).isEqualTo("60");
    assertThat(reply.first("X-RateLimit-Limit-Hour")).isEqualTo("2000");
    // a new minute may begin meanwhile, once
    for (int i = 0; i < 121 && reply.status() == 200; i++) {
      reply = get("/auth/v1/health", KEY);
    }
    assertRefused(reply, 429, "API rate limit exceeded");
    assertThat(reply.first("RateLimit-Limit")).isEqualTo("60");
    assertThat(reply.first("RateLimit-Remaining")).isEqualTo("0");
    assertThat(reply.first("X-RateLimit-Remaining-Minute")).isEqualTo("0");
    assertThat(Integer.parseInt(reply.first("Retry-After"))).isBetween(1, 60);
    assertThat(reply.first("Retry-After")).isEqualTo(reply.first("RateLimit-Reset"));
    assertThat(get("/rest/v1/", KEY).status()).as("another route").isEqualTo(200);
  }

  @Test
  void the_id_in_a_refusal_s_body_is_that_of_its_header() throws IOException {
    Reply reply = get("/rest/v1/");
    Matcher id = Pattern.compile("\"request_id\"\\s*:\\s*\"([^\"]+)\"").matcher(reply.body());
    assertThat(id.find()).isTrue();
    if (!OTHER) {
      // Kong puts its own id there
      assertThat(id.group(1)).isEqualTo(reply.first("X-Request-ID"));
    }
  }
}
