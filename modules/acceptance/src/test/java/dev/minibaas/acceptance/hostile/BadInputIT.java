package dev.minibaas.acceptance.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.http.Call;
import dev.minibaas.acceptance.http.RawRequest;
import dev.minibaas.acceptance.stack.Platform;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each malformed request gets its documented status and a JSON body beside its request id; nothing
 * is written, nothing of the inside is told, and the log knows why.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final int MIB = 1024 * 1024;
  private static final byte[] NO_UTF8 = "{\"title\":\"\u00ff\u00fe\"}".getBytes(ISO_8859_1);

  private final Api api = PLATFORM.api();
  private final Account account = api.signUp();

  private record Case(String name, int status, Function<Api, Call> call) {

    @Override
    public String toString() {
      return name + " → " + status;
    }
  }

  private static Case refused(String name, int status, Function<Api, Call> call) {
    return new Case(name, status, call);
  }

  private static Stream<Case> gateway() {
    return Stream.of(
        refused("no key", 401, api -> api.get("/rest/v1/posts").withoutKey()),
        refused("an unknown key", 401, api -> api.get("/rest/v1/posts").key("unknown")),
        refused("an empty key", 401, api -> api.get("/rest/v1/posts").key("")),
        refused("no key for auth", 401, api -> api.get("/auth/v1/health").withoutKey()),
        refused("an unknown path", 404, api -> api.get("/nowhere")),
        refused("the root", 404, api -> api.get("/")),
        refused("a path beside a route", 404, api -> api.get("/rest/v2/posts")),
        refused("a path that begins like a route", 404, api -> api.get("/rest/v1x/posts")),
        refused("an unknown path without a key", 404, api -> api.get("/nowhere").withoutKey()),
        refused(
            "a body over the limit of auth",
            413,
            api -> api.post("/auth/v1/signup", "{\"data\":\"" + "x".repeat(MIB) + "\"}")),
        refused(
            "a body over the limit of rest",
            413,
            api -> api.post("/rest/v1/posts", "{\"title\":\"" + "x".repeat(10 * MIB) + "\"}")));
  }

  private static Stream<Case> auth() {
    String signup = "/auth/v1/signup";
    String token = "/auth/v1/token";
    return Stream.of(
        refused("malformed JSON", 400, api -> api.post(signup, "{\"email\":")),
        refused("JSON of another kind", 400, api -> api.post(signup, "[1,2]")),
        refused("a number as address", 400, api -> api.post(signup, "{\"email\":1}")),
        refused("no body", 400, api -> api.call("POST", signup)),
        refused(
            "a body in Latin-1",
            400,
            api -> api.call("POST", signup).body("application/json", NO_UTF8)),
        refused("JSON nested too deep", 400, api -> api.post(signup, "[".repeat(100_000))),
        refused(
            "NUL in an address",
            400,
            api -> api.post(signup, Api.credentials("a\\u0000b@example.com", Api.PASSWORD))),
        refused("an unknown endpoint", 404, api -> api.get("/auth/v1/nowhere")),
        refused("another method", 405, api -> api.delete(signup)),
        refused("an unknown grant", 400, api -> api.post(token + "?grant_type=guess", "{}")),
        refused("no grant", 400, api -> api.post(token, "{}")),
        refused(
            "no refresh token", 400, api -> api.post(token + "?grant_type=refresh_token", "{}")));
  }

  private static Stream<Case> rest() {
    String posts = "/rest/v1/posts";
    return Stream.of(
        refused("malformed JSON", 400, api -> api.post(posts, "{\"title\":")),
        refused("an empty body", 400, api -> api.post(posts, " ")),
        refused(
            "another type of body",
            400,
            api -> api.call("POST", posts).body("text/plain", "x".getBytes(UTF_8))),
        refused(
            "XML",
            400,
            api -> api.call("POST", posts).body("application/xml", "<x/>".getBytes(UTF_8))),
        refused("an unacceptable type", 406, api -> api.get(posts).header("Accept", "image/png")),
        refused(
            "a body in Latin-1",
            400,
            api -> api.call("POST", posts).body("application/json", NO_UTF8)),
        refused("NUL in a value", 400, api -> api.post(posts, "{\"title\":\"a\\u0000b\"}")),
        refused("an unknown table", 404, api -> api.get("/rest/v1/no_such_table")),
        refused(
            "an unknown table to write to", 404, api -> api.post("/rest/v1/no_such_table", "{}")),
        refused("an unknown function", 404, api -> api.post("/rest/v1/rpc/no_such_function", "{}")),
        refused(
            "an unknown column to select", 400, api -> api.get(posts + "?select=no_such_column")),
        refused("an unknown column to filter", 400, api -> api.get(posts + "?no_such_column=eq.1")),
        refused(
            "an unknown column to write", 400, api -> api.post(posts, "{\"no_such_column\":1}")),
        refused("an unknown relation", 400, api -> api.get(posts + "?select=no_such_relation(id)")),
        refused("an unknown operator", 400, api -> api.get(posts + "?title=like_this.x")),
        refused("no operator", 400, api -> api.get(posts + "?title=x")),
        refused("an unclosed list", 400, api -> api.get(posts + "?id=in.(1,2")),
        refused("an unclosed select", 400, api -> api.get(posts + "?select=id,author(id")),
        refused("an odd order", 400, api -> api.get(posts + "?order=id.sideways")),
        refused("a value of another type", 400, api -> api.get(posts + "?id=eq.1%27%3B--")),
        refused("an unknown method", 405, api -> api.call("BREW", posts)),
        refused("a path too deep", 404, api -> api.get(posts + "/1")),
        refused("invalid UTF-8 in the path", 400, api -> api.get("/rest/v1/%ff%fe")),
        refused("invalid UTF-8 in the query", 400, api -> api.get(posts + "?title=eq.%ff%fe")),
        refused("NUL in the query", 400, api -> api.get(posts + "?title=eq.%00")),
        refused("an unknown schema", 406, api -> api.get(posts).header("Accept-Profile", "auth")));
  }

  @ParameterizedTest(name = "gateway: {0}")
  @MethodSource("gateway")
  void the_gateway_refuses(Case bad) {
    Answer answer = refuses(bad, api -> bad.call().apply(api));
    assertThat(answer.object().keySet()).contains("message", "request_id");
    assertThat(answer.text("/request_id")).isEqualTo(answer.needs("X-Request-ID"));
  }

  @ParameterizedTest(name = "auth: {0}")
  @MethodSource("auth")
  void auth_refuses(Case bad) {
    Answer answer = refuses(bad, api -> bad.call().apply(api));
    // GoTrue answers in OAuth's form where OAuth says how
    assertThat(answer.object().keySet())
        .containsAnyOf("error_code", "error_description")
        .containsAnyOf("msg", "error");
  }

  @ParameterizedTest(name = "rest: {0}")
  @MethodSource("rest")
  void rest_refuses(Case bad) {
    Answer answer = refuses(bad, api -> bad.call().apply(api).as(account));
    // PostgREST's own 404, of a path or of a table to write to, is an empty object
    if (bad.status() != 404 || !answer.object().isEmpty()) {
      assertThat(answer.object().keySet())
          .containsExactlyInAnyOrder("code", "details", "hint", "message");
    }
  }

  private Answer refuses(Case bad, Function<Api, Call> call) {
    String id = "bad-" + UUID.randomUUID();
    Map<String, String> before = PLATFORM.database().content();
    Answer answer = call.apply(api).header("X-Request-ID", id).send().is(bad.status());
    answer.isHarmlessJson();
    assertThat(answer.needs("X-Request-ID")).isEqualTo(id);
    assertThat(PLATFORM.database().content()).isEqualTo(before);
    logsTheCause(id);
    return answer;
  }

  private static void logsTheCause(String requestId) {
    if (System.getenv("BASE_URL") != null) {
      return;
    }
    assertThat(PLATFORM.instance().serverLog())
        .as("log lines of request %s", requestId)
        .anySatisfy(line -> assertThat(line).contains(requestId, "\"message\":\""));
  }

  private String headOf(String target, String headers) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\napikey: %s%s"
        .formatted(target, PLATFORM.anonKey(), headers);
  }

  @ParameterizedTest(name = "1 MB of {0}")
  @ValueSource(strings = {"X-Long: ", "Authorization: Bearer ", "X-Request-ID: ", "Cookie: a="})
  void a_header_of_1_mb_is_refused(String header) {
    Map<String, String> before = PLATFORM.database().content();
    String head = headOf("/rest/v1/posts", "\r\n" + header + "x".repeat(MIB));
    Answer answer = RawRequest.send(api.base(), head, new byte[0]);
    assertThat(answer.status()).as(answer.toString()).isIn(400, 431);
    assertThat(answer.needs("X-Request-ID")).hasSizeLessThan(200);
    answer.isHarmlessJson();
    assertThat(PLATFORM.database().content()).isEqualTo(before);
  }

  /** The server itself refuses these, before any code of ours: it closes, and goes on. */
  @Test
  void no_head_is_too_long_for_the_server() {
    for (String head :
        List.of(
            headOf("/rest/v1/posts?title=eq." + "x".repeat(4 * MIB), ""),
            headOf("/rest/v1/posts", "\r\nX-N: 1".repeat(10_000)))) {
      Answer answer = RawRequest.send(api.base(), head, new byte[0]);
      assertThat(answer.status()).as(answer.toString()).isIn(400, 413, 414, 431);
      answer.leaksNothing();
    }
    api.get("/rest/v1/posts").send().is(200);
  }

  @Test
  void bytes_in_the_request_line_that_are_no_utf_8_are_refused() {
    String head =
        "GET /rest/v1/posts?title=eq.\u00ff\u00fe HTTP/1.1\r\nHost: localhost\r\napikey: "
            + PLATFORM.anonKey();
    Answer answer = RawRequest.send(api.base(), head, new byte[0]);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    answer.isHarmlessJson();
  }

  @Test
  void a_body_larger_than_announced_limits_is_refused_without_a_length_too() {
    StringBuilder chunks = new StringBuilder();
    String chunk = "x".repeat(64 * 1024);
    for (int i = 0; i < 20; i++) {
      chunks.append("10000\r\n").append(chunk).append("\r\n");
    }
    String head =
        "POST /auth/v1/signup HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\napikey: "
            + PLATFORM.anonKey();
    Answer answer =
        RawRequest.send(
            api.base(), head, chunks.append("0\r\n\r\n").toString().getBytes(ISO_8859_1));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(413);
    answer.isHarmlessJson();
  }

  @Test
  void a_request_id_that_could_forge_a_log_line_is_replaced() {
    Answer answer =
        api.get("/rest/v1/posts").header("X-Request-ID", "a\"},{\"level\":\"error").send().is(200);
    assertThat(answer.needs("X-Request-ID")).doesNotContain("\"", "{");
  }
}
