package dev.minibaas.auth.hook;

import static dev.minibaas.auth.AuthFixture.ANYBODY;
import static dev.minibaas.auth.AuthFixture.PASSWORD;
import static dev.minibaas.auth.AuthFixture.credentials;
import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.mail.Delivery;
import dev.minibaas.auth.outbound.LocalServer;
import dev.minibaas.auth.outbound.LocalServer.Answer;
import dev.minibaas.auth.outbound.LocalServer.Asked;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(PostgresExtension.class)
class HooksTest {
  private static final String FIRST = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String SECOND = Base64.getEncoder().encodeToString(new byte[24]);

  private final TestDatabase database;
  private Function<Asked, Answer> answers = asked -> Answer.json("{}");
  private final LocalServer server = new LocalServer(asked -> answers.apply(asked));

  HooksTest(TestDatabase database) {
    this.database = database;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AuthFixture over(HookPoint point, String uri, Map<String, String> others) {
    Map<String, String> settings = new HashMap<>(others);
    String prefix = "GOTRUE_HOOK_" + point.name();
    settings.put(prefix + "_ENABLED", "true");
    settings.put(prefix + "_URI", uri);
    settings.put(prefix + "_SECRETS", "v1,whsec_" + FIRST + "|v1,whsec_" + SECOND);
    return new AuthFixture(database, settings);
  }

  private AuthFixture over(HookPoint point) {
    return over(point, server.url(), Map.of());
  }

  private AuthFixture function(HookPoint point, String body, Map<String, String> others) {
    database.execute(
        """
        create or replace function public.hook(event jsonb) returns jsonb language plpgsql as $f$
        begin %s end $f$;
        grant usage on schema public to minibaas_auth;
        grant execute on function public.hook(jsonb) to minibaas_auth
        """
            .formatted(body));
    return over(point, "pg-functions://postgres/public/hook", others);
  }

  private JsonObject payload(int index) {
    return JsonValues.read(server.asked().get(index).body()).asJsonObject();
  }

  private long users(String email) {
    return Long.parseLong(
        database.query("select count(*) from auth.users where email = '" + email + "'").get(0));
  }

  @Test
  void aCallIsSignedAsStandardWebhooksWantIt() throws Exception {
    over(HookPoint.BEFORE_USER_CREATED).newUser("signed@example.org");
    Asked asked = server.asked().get(0);

    String signed =
        asked.header("webhook-id") + "." + asked.header("webhook-timestamp") + "." + asked.body();
    assertThat(asked.header("webhook-signature"))
        .isEqualTo("v1," + mac(FIRST, signed) + " v1," + mac(SECOND, signed));
    assertThat(Long.parseLong(asked.header("webhook-timestamp")))
        .isCloseTo(System.currentTimeMillis() / 1000, org.assertj.core.data.Offset.offset(300L));
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.header("Content-Type")).isEqualTo("application/json");
  }

  private static String mac(String secret, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whoMayNotBeCreatedIsNot() {
    AuthFixture auth = over(HookPoint.BEFORE_USER_CREATED);
    answers = asked -> Answer.json("{'error':{'http_code':403,'message':'only our own domain'}}");

    assertRefused(403, ErrorCode.UNKNOWN, () -> auth.newUser("foreign@example.org"));
    assertThat(users("foreign@example.org")).isZero();
    JsonObject asked = payload(0);
    assertThat(asked.getJsonObject("metadata").getString("name")).isEqualTo("before-user-created");
    assertThat(asked.getJsonObject("metadata").getString("ip_address")).isEqualTo("192.0.2.7");
    assertThat(asked.getJsonObject("user").getString("email")).isEqualTo("foreign@example.org");
    assertThat(asked.toString()).doesNotContain(PASSWORD, "$2a$");
  }

  @Test
  void whatFollowsACreationIsTold() {
    AuthFixture auth = over(HookPoint.AFTER_USER_CREATED);
    String id = auth.newUser("after@example.org").getJsonObject("user").getString("id");

    assertThat(payload(0).getJsonObject("user").getString("id")).isEqualTo(id);
    assertThat(users("after@example.org")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | text/html | <html> | 400 | HOOK_PAYLOAD_INVALID_CONTENT_TYPE",
        "200 | '' | {} | 400 | HOOK_PAYLOAD_INVALID_CONTENT_TYPE",
        "200 | application/json | {bad | 500 | UNEXPECTED_FAILURE",
        "400 | application/json | {} | 500 | UNEXPECTED_FAILURE",
        "401 | application/json | {} | 500 | UNEXPECTED_FAILURE",
        "404 | application/json | {} | 500 | UNEXPECTED_FAILURE",
        "302 | application/json | {} | 500 | UNEXPECTED_FAILURE",
        "503 | application/json | {} | 500 | UNEXPECTED_FAILURE"
      })
  void aHookThatFailsFailsTheCall(int status, String type, String text, int code, ErrorCode error) {
    AuthFixture auth = over(HookPoint.BEFORE_USER_CREATED);
    answers = asked -> Answer.of(status, type, text);

    assertRefused(code, error, () -> auth.newUser("fails@example.org"));
    assertThat(users("fails@example.org")).isZero();
  }

  @Test
  void anAnswerWithoutBodyIsAYes() {
    AuthFixture auth = over(HookPoint.BEFORE_USER_CREATED);
    answers = asked -> Answer.of(204, "", "");

    assertThat(auth.newUser("yes@example.org")).containsKey("access_token");
  }

  @Test
  void anEndlessAnswerIsCutOff() {
    AuthFixture auth = over(HookPoint.BEFORE_USER_CREATED);
    answers = asked -> Answer.json("{'x':'" + "y".repeat(200 * 1024) + "'}");

    assertRefused(
        422, ErrorCode.HOOK_PAYLOAD_OVER_SIZE_LIMIT, () -> auth.newUser("big@example.org"));
  }

  @Test
  void whoAsksToComeBackIsAskedAgainWithTheSameId() {
    AuthFixture auth = over(HookPoint.BEFORE_USER_CREATED);
    answers =
        asked ->
            server.asked().size() < 2
                ? new Answer(503, "application/json", "{}", Map.of("Retry-After", "true"))
                : Answer.json("{}");

    assertThat(auth.newUser("retry@example.org")).containsKey("access_token");
    assertThat(server.asked()).hasSize(2);
    assertThat(server.asked().get(0).header("webhook-id"))
        .isEqualTo(server.asked().get(1).header("webhook-id"));
  }

  @Test
  void whoIsTooSlowIsNotWaitedFor() throws Exception {
    java.util.concurrent.CountDownLatch never = new java.util.concurrent.CountDownLatch(1);
    AuthFixture auth = over(HookPoint.BEFORE_USER_CREATED);
    answers =
        asked -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Answer.json("{}");
        };

    assertRefused(422, ErrorCode.HOOK_TIMEOUT, () -> auth.newUser("slow@example.org"));
    never.countDown();
  }

  @Test
  void theClaimsOfATokenAreTheHooks() {
    AuthFixture auth =
        function(
            HookPoint.CUSTOM_ACCESS_TOKEN,
            """
            return jsonb_build_object('claims', (event -> 'claims')
              || jsonb_build_object('plan', 'gold', 'method', event ->> 'authentication_method'));
            """,
            Map.of());
    JsonObject session = auth.newUser("claims@example.org");

    assertThat(claims(session)).containsEntry("plan", "gold").containsEntry("method", "password");
    assertThat(claims(auth.refresh(session.getString("refresh_token"))))
        .containsEntry("method", "token_refresh");
  }

  private static Map<String, Object> claims(JsonObject session) {
    return AuthFixture.call(session.getString("access_token")).caller().claims();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return '{}'; ",
        "return null;",
        "return jsonb_build_object('claims', (event -> 'claims') - 'sub');",
        "return jsonb_set(event, '{claims,exp}', '\"never\"');",
        "raise exception 'broken';"
      })
  void claimsThatMakeNoTokenMakeNoSession(String function) {
    AuthFixture auth = function(HookPoint.CUSTOM_ACCESS_TOKEN, function, Map.of());
    String email = "broken" + function.hashCode() + "@example.org";

    assertRefused(500, ErrorCode.UNEXPECTED_FAILURE, () -> auth.newUser(email));
    assertThat(users(email)).isZero();
  }

  @Test
  void aFunctionThatNeverEndsIsStopped() {
    AuthFixture auth =
        function(HookPoint.BEFORE_USER_CREATED, "perform pg_sleep(60); return '{}';", Map.of());

    assertRefused(422, ErrorCode.HOOK_TIMEOUT, () -> auth.newUser("sleepy@example.org"));
  }

  @Test
  void wrongPasswordsCanBeCountedAndStopped() {
    AuthFixture auth = over(HookPoint.PASSWORD_VERIFICATION_ATTEMPT);
    JsonObject session = auth.newUser("counted@example.org");
    assertRefused(
        400,
        ErrorCode.INVALID_CREDENTIALS,
        () -> auth.passwordGrant.login(credentials("counted@example.org", "wrong"), ANYBODY));
    assertThat(payload(0).getBoolean("valid")).isFalse();
    answers = asked -> Answer.json("{'decision':'reject','message':'no more'}");
    assertRefused(400, ErrorCode.INVALID_CREDENTIALS, () -> auth.login("counted@example.org"));
    assertThat(payload(1).getBoolean("valid")).isTrue();
    assertThat(auth.bearers.of(AuthFixture.call(session.getString("access_token"))).session())
        .isNotNull();

    answers = asked -> Answer.json("{'decision':'reject','should_logout_user':true}");
    assertRefused(400, ErrorCode.INVALID_CREDENTIALS, () -> auth.login("counted@example.org"));
    assertRefused(
        403,
        ErrorCode.SESSION_NOT_FOUND,
        () -> auth.bearers.of(AuthFixture.call(session.getString("access_token"))));
  }

  @Test
  void aSecondFactorCanBeStopped() {
    AuthFixture auth = over(HookPoint.MFA_VERIFICATION_ATTEMPT);
    UUID user = UUID.randomUUID();
    UUID factor = UUID.randomUUID();
    auth.seams.hooks().mfaAttempt(user, factor, "totp", true, ANYBODY.origin());
    answers = asked -> Answer.json("{'decision':'reject'}");

    assertRefused(
        403,
        ErrorCode.MFA_VERIFICATION_REJECTED,
        () -> auth.seams.hooks().mfaAttempt(user, factor, "totp", false, ANYBODY.origin()));
    assertThat(payload(1).getString("factor_id")).isEqualTo(factor.toString());
    assertThat(payload(1).getBoolean("valid")).isFalse();
  }

  @Test
  void aHookSendsTheMails() {
    AuthFixture auth =
        over(HookPoint.SEND_EMAIL, server.url(), Map.of("GOTRUE_MAILER_AUTOCONFIRM", "false"));
    auth.newUser("hooked@example.org");
    Delivery delivery =
        Delivery.over(
            auth.config.flows().mail(), auth.transactions, auth.seams.hooks(), Clock.systemUTC());
    answers = asked -> Answer.of(500, "application/json", "{}");
    delivery.run(() -> true);
    database.execute("update minibaas_auth.mail_outbox set next_attempt_at = now()");
    answers = asked -> Answer.json("{}");
    delivery.run(() -> true);

    assertThat(server.asked()).hasSize(2);
    assertThat(server.asked().get(1).header("webhook-id"))
        .isEqualTo(server.asked().get(0).header("webhook-id"));
    JsonObject mail = payload(1).getJsonObject("email_data");
    assertThat(mail.getString("email_action_type")).isEqualTo("signup");
    assertThat(mail.getString("token")).matches("[0-9]{6}");
    assertThat(mail.getString("token_hash")).hasSize(56);
    assertThat(payload(1).getJsonObject("user").getString("email")).isEqualTo("hooked@example.org");
    assertThat(database.query("select 1 from minibaas_auth.mail_outbox where hook is not null"))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(HookPoint.class)
  void aHookThatIsOffIsNotCalled(HookPoint point) {
    AuthFixture auth =
        new AuthFixture(database, Map.of("GOTRUE_HOOK_" + point + "_URI", server.url()));
    auth.newUser("off-" + point.name().toLowerCase(java.util.Locale.ROOT) + "@example.org");

    assertThat(server.asked()).isEmpty();
  }
}
