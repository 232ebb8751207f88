package dev.minibaas.acceptance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.http.Call;
import dev.minibaas.acceptance.stack.Platform;
import dev.minibaas.acceptance.stack.StatementLog;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No token that the platform didn't sign opens anything, nor costs the database a statement. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedTokenIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final String NOBODY = "/auth/v1/admin/users/00000000-0000-4000-8000-000000000000";

  private record Endpoint(String method, String path, String body) {

    Call call(Api api) {
      Call call = api.call(method, path);
      return body.isEmpty() ? call : call.json(body);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static final List<Endpoint> REST =
      List.of(
          new Endpoint("GET", "/rest/v1/", ""),
          new Endpoint("GET", "/rest/v1/posts", ""),
          new Endpoint("HEAD", "/rest/v1/posts", ""),
          new Endpoint("POST", "/rest/v1/posts", "{\"title\":\"forged\"}"),
          new Endpoint("PUT", "/rest/v1/projects?id=eq.00000000-0000-4000-8000-000000000000", "{}"),
          new Endpoint("PATCH", "/rest/v1/posts?title=eq.x", "{\"title\":\"forged\"}"),
          new Endpoint("DELETE", "/rest/v1/posts?title=eq.x", ""),
          new Endpoint("GET", "/rest/v1/rpc/any_function", ""),
          new Endpoint("POST", "/rest/v1/rpc/any_function", "{}"));

  private static final List<Endpoint> AUTH =
      List.of(
          new Endpoint("GET", "/auth/v1/user", ""),
          new Endpoint("PUT", "/auth/v1/user", "{\"data\":{\"forged\":true}}"),
          new Endpoint("POST", "/auth/v1/logout", ""),
          new Endpoint("POST", "/auth/v1/logout?scope=others", ""),
          new Endpoint("GET", "/auth/v1/admin/users", ""),
          new Endpoint("POST", "/auth/v1/admin/users", "{\"email\":\"forged@example.com\"}"),
          new Endpoint("GET", NOBODY, ""),
          new Endpoint("PUT", NOBODY, "{\"role\":\"service_role\"}"),
          new Endpoint("DELETE", NOBODY, ""));

  private static final List<Endpoint> MONGO =
      List.of(
          new Endpoint("GET", "/mongo/v1/collections/tasks/documents", ""),
          new Endpoint("POST", "/mongo/v1/collections/tasks/documents", "{\"title\":\"forged\"}"),
          new Endpoint("DELETE", "/mongo/v1/admin/schemas/tasks", ""));

  private final Api api = PLATFORM.api();
  private Map<String, String> tokens = Map.of();

  @BeforeAll
  void forge() {
    Account account = api.signUp();
    tokens = Tokens.refused(account.accessToken(), account.id(), PLATFORM.jwtSecret());
  }

  private Stream<Arguments> atRest() {
    return each(REST);
  }

  private Stream<Arguments> atAuth() {
    return each(AUTH);
  }

  private Stream<Arguments> atMongo() {
    return each(MONGO);
  }

  private Stream<Arguments> each(List<Endpoint> endpoints) {
    return endpoints.stream()
        .flatMap(endpoint -> tokens.keySet().stream().map(kind -> Arguments.of(endpoint, kind)));
  }

  private String forged(String kind) {
    return Objects.requireNonNull(tokens.get(kind), kind);
  }

  @ParameterizedTest(name = "{0} refuses a token: {1}")
  @MethodSource("atRest")
  void the_sql_api_answers_401(Endpoint endpoint, String kind) {
    Answer answer = endpoint.call(api).bearer(forged(kind)).send().is(401);
    answer.leaksNothing();
    assertThat(answer.needs("WWW-Authenticate")).startsWith("Bearer");
    if (!endpoint.method().equals("HEAD")) {
      assertThat(answer.isHarmlessJson().text("/code")).startsWith("PGRST30");
    }
  }

  @ParameterizedTest(name = "{0} refuses a token: {1}")
  @MethodSource("atMongo")
  void documents_answer_401(Endpoint endpoint, String kind) {
    Answer answer = endpoint.call(api).bearer(forged(kind)).send().is(401);
    assertThat(answer.isHarmlessJson().text("/error/code")).isEqualTo("invalid_token");
  }

  @ParameterizedTest(name = "{0} refuses a token: {1}")
  @MethodSource("atAuth")
  void auth_answers_403_bad_jwt(Endpoint endpoint, String kind) {
    Answer answer = endpoint.call(api).bearer(forged(kind)).send().is(403);
    assertThat(answer.isHarmlessJson().text("/error_code")).isEqualTo("bad_jwt");
  }

  @ParameterizedTest(name = "{0} wants a token")
  @MethodSource("authEndpoints")
  void auth_answers_401_without_a_token(Endpoint endpoint) {
    Answer answer = endpoint.call(api).send().is(401);
    assertThat(answer.isHarmlessJson().text("/error_code")).isEqualTo("no_authorization");
  }

  private Stream<Endpoint> authEndpoints() {
    return AUTH.stream();
  }

  @ParameterizedTest(name = "{0} is not for users")
  @MethodSource("adminEndpoints")
  void administration_is_not_for_users(Endpoint endpoint) {
    Answer answer = endpoint.call(api).as(api.signUp()).send().is(403);
    assertThat(answer.isHarmlessJson().text("/error_code")).isEqualTo("not_admin");
  }

  private Stream<Endpoint> adminEndpoints() {
    return AUTH.stream().filter(endpoint -> endpoint.path().contains("/admin/"));
  }

  @Test
  void none_of_them_reaches_the_database() {
    Account account = api.signUp();
    Map<String, String> before = PLATFORM.database().content();
    try (var log = StatementLog.of(PLATFORM)) {
      // first that the log tells of a statement when there is one
      assertThat(log.during(() -> api.get("/rest/v1/posts").as(account).send().is(200)))
          .as("statements of a genuine token")
          .isNotEmpty();
      List<String> statements =
          log.during(() ->
              Stream.concat(REST.stream(), AUTH.stream())
                  .forEach(endpoint ->
                      tokens
                          .values()
                          .forEach(token -> endpoint.call(api).bearer(token).send().is(401, 403))));
      assertThat(statements).isEmpty();
    }
    assertThat(PLATFORM.database().content()).isEqualTo(before);
  }
}
