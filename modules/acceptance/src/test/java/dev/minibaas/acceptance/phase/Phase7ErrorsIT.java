package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every refusal has its status and its code. */
@Tag("phase7")
class Phase7ErrorsIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private final Api api = PLATFORM.api();

  @Test
  void without_a_key_or_with_an_unknown_one_nothing_opens() {
    api.get("/rest/v1/users").withoutKey().send().is(401);
    api.get("/rest/v1/users").key("unknown").send().is(401);
  }

  @Test
  void what_is_no_token_is_refused() {
    Answer answer = api.get("/rest/v1/users").bearer("invalid.jwt.token").send().is(401);
    assertThat(answer.text("/code")).startsWith("PGRST30");
  }

  @ParameterizedTest(name = "signing up with {0} is {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {invalid json}                                     | 400 | bad_json
          {"email":"someone@example.com"}                    | 400 | validation_failed
          {"email":"not-an-email","password":"TestPass123!"} | 400 | validation_failed
          {"email":"weak@example.com","password":"weak"}     | 422 | weak_password
          """)
  void unusable_sign_ups_are_refused(String body, int status, String code) {
    Answer answer = api.post("/auth/v1/signup", body).send().is(status);
    assertThat(answer.text("/error_code")).isEqualTo(code);
    assertThat(answer.object().getInt("code")).isEqualTo(status);
    assertThat(answer.text("/msg")).isNotEmpty();
  }

  @Test
  void an_empty_sign_up_is_refused() {
    Answer answer = api.call("POST", "/auth/v1/signup").send().is(400);
    assertThat(answer.text("/error_code")).isEqualTo("bad_json");
  }

  @Test
  void an_address_signs_up_once() {
    Account account = api.signUp();
    Answer again =
        api.post("/auth/v1/signup", Api.credentials(account.email(), Api.PASSWORD)).send().is(422);
    assertThat(again.text("/error_code")).isEqualTo("user_already_exists");
  }

  @Test
  void an_unknown_operator_is_a_bad_request() {
    Answer answer = api.get("/rest/v1/users?invalid_filter=unknown_op.value").send().is(400);
    assertThat(answer.text("/code")).isEqualTo("PGRST100");
  }

  @Test
  void an_unknown_table_is_not_found() {
    Answer answer = api.get("/rest/v1/nonexistent_table").send().is(404);
    assertThat(answer.text("/code")).isIn("42P01", "PGRST205");
    assertThat(answer.text("/message")).contains("nonexistent_table");
  }

  @Test
  void the_key_alone_reads_an_empty_list() {
    assertThat(api.get("/rest/v1/users?limit=1").send().is(200).array()).isEmpty();
  }
}
