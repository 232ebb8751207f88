package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.http.Call;
import dev.minibaas.acceptance.stack.Platform;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Browsers of the known origins may call, others may not. */
@Tag("phase13")
class Phase13CorsIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final String KNOWN = "http://localhost:3000";
  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

  private final Api api = PLATFORM.api();

  @ParameterizedTest(name = "preflight of {0} needs no key")
  @ValueSource(strings = {"/auth/v1", "/auth/v1/", "/rest/v1", "/rest/v1/"})
  void a_preflight_needs_no_key(String path) {
    Answer answer = preflight(path, "GET").send().is(200, 204);
    assertThat(answer.needs(ALLOW_ORIGIN)).isEqualTo(KNOWN);
  }

  @Test
  void a_real_answer_carries_the_origin() {
    Answer read = api.get("/rest/v1/users").origin(KNOWN).send().is(200);
    assertThat(read.needs(ALLOW_ORIGIN)).isEqualTo(KNOWN);
    assertThat(read.needs("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(read.needs("Access-Control-Expose-Headers")).contains("Content-Range");
    Answer written =
        api.post("/auth/v1/signup", Api.credentials(Api.freshEmail(), Api.PASSWORD))
            .origin(KNOWN)
            .send()
            .is(200);
    assertThat(written.needs(ALLOW_ORIGIN)).isEqualTo(KNOWN);
  }

  @Test
  void a_refusal_carries_the_origin_too() {
    Answer refusal = api.get("/rest/v1/users").withoutKey().origin(KNOWN).send().is(401);
    assertThat(refusal.needs(ALLOW_ORIGIN)).isEqualTo(KNOWN);
  }

  @Test
  void a_preflight_tells_methods_credentials_and_its_age() {
    Answer answer = preflight("/rest/v1/users", "PATCH").send().is(200, 204);
    assertThat(answer.needs("Access-Control-Allow-Methods")).contains("PATCH", "DELETE");
    assertThat(answer.needs("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(answer.needs("Access-Control-Max-Age")).isEqualTo("3600");
  }

  @ParameterizedTest(name = "a browser may send {0}")
  @ValueSource(strings = {"apikey", "authorization", "content-type", "prefer", "x-client-info"})
  void a_preflight_allows_the_headers_of_the_clients(String header) {
    Answer answer =
        preflight("/rest/v1/users", "POST")
            .header("Access-Control-Request-Headers", header)
            .send()
            .is(200, 204);
    assertThat(answer.needs("Access-Control-Allow-Headers").toLowerCase(Locale.ROOT))
        .contains(header);
  }

  @Test
  void an_unknown_origin_is_allowed_nothing() {
    String unknown = "https://evil.example";
    assertThat(api.get("/rest/v1/users").origin(unknown).send().header(ALLOW_ORIGIN)).isEmpty();
    assertThat(preflight("/rest/v1/users", "GET").origin(unknown).send().header(ALLOW_ORIGIN))
        .isEmpty();
  }

  private Call preflight(String path, String method) {
    return api.options(path)
        .withoutKey()
        .origin(KNOWN)
        .header("Access-Control-Request-Method", method);
  }
}
