package dev.minibaas.auth.passkey;

import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.entity.FactorEntity;
import dev.minibaas.auth.entity.FactorStatus;
import dev.minibaas.auth.entity.FactorType;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.auth.webauthn.SoftAuthenticator;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class PasskeyTest {
  private final TestDatabase database;
  private final PasskeySite site;

  PasskeyTest(TestDatabase database) {
    this.database = database;
    this.site = new PasskeySite(database, Map.of());
  }

  private Call newUser(String email) {
    return AuthFixture.call(site.auth.newUser(email).getString("access_token"));
  }

  private static void assertUnverified(Runnable call) {
    assertRefused(400, ErrorCode.WEBAUTHN_VERIFICATION_FAILED, call::run);
  }

  private List<String> count() {
    return database.query("select count(*) from auth.webauthn_credentials");
  }

  @Test
  void optionsAreWhatABrowserTakes() {
    Call call = newUser("options@example.org");
    JsonObject answer = site.registration.options(site.auth.bearers.of(call));
    JsonObject options = answer.getJsonObject("options");

    assertThat(answer.getJsonNumber("expires_at").longValue())
        .isGreaterThan(Instant.now().getEpochSecond());
    assertThat(options.getJsonObject("rp").getString("id")).isEqualTo(SoftAuthenticator.RP_ID);
    assertThat(options.getJsonObject("user").getString("name")).isEqualTo("options@example.org");
    assertThat(options.getString("challenge")).hasSize(43);
    assertThat(options.getJsonArray("pubKeyCredParams").getJsonObject(0).getInt("alg"))
        .isEqualTo(-7);
    assertThat(options.getJsonObject("authenticatorSelection").getString("residentKey"))
        .isEqualTo("required");
    assertThat(options.containsKey("excludeCredentials")).isFalse();
    JsonObject request = site.signIn.options().getJsonObject("options");
    assertThat(request.getString("rpId")).isEqualTo(SoftAuthenticator.RP_ID);
    assertThat(request.containsKey("allowCredentials")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPasskeySignsItsUserIn(boolean selfAttestation) {
    Call call = newUser("passkey-" + selfAttestation + "@example.org");
    SoftAuthenticator authenticator = new SoftAuthenticator();
    authenticator.selfAttestation = selfAttestation;
    JsonObject passkey = site.register(call, authenticator);
    assertThat(passkey.getString("friendly_name")).isEqualTo("Passkey");
    assertThat(passkey.containsKey("last_used_at")).isFalse();

    SessionAnswer session = site.signIn(authenticator);

    assertThat(session.user().email()).isEqualTo("passkey-" + selfAttestation + "@example.org");
    Call signedIn = AuthFixture.call(session.accessToken());
    assertThat(signedIn.caller().claims()).containsEntry("aal", "aal1");
    assertThat(signedIn.caller().claims().get("amr")).asString().contains("method=passkey");
    assertThat(site.list(call).getJsonObject(0).containsKey("last_used_at")).isTrue();
    assertThat(site.signIn(authenticator).accessToken()).isNotEmpty();
  }

  @Test
  void aChallengeIsAnsweredOnce() {
    Call call = newUser("once-passkey@example.org");
    SoftAuthenticator authenticator = new SoftAuthenticator();
    JsonObject options = site.registration.options(site.auth.bearers.of(call));
    JsonObject created = authenticator.create(options.getJsonObject("options"));
    site.verify(call, options, created);
    assertRefused(
        400, ErrorCode.WEBAUTHN_CHALLENGE_NOT_FOUND, () -> site.verify(call, options, created));

    JsonObject asked = site.signIn.options();
    JsonObject assertion = authenticator.get(asked.getJsonObject("options"));
    site.signIn(asked, assertion);
    assertRefused(400, ErrorCode.WEBAUTHN_CHALLENGE_NOT_FOUND, () -> site.signIn(asked, assertion));
  }

  @Test
  void ofManyWhoBringOneAssertionAtTheSameTimeOneSucceeds() throws Exception {
    Call call = newUser("race-passkey@example.org");
    SoftAuthenticator authenticator = new SoftAuthenticator();
    site.register(call, authenticator);
    JsonObject asked = site.signIn.options();
    JsonObject assertion = authenticator.get(asked.getJsonObject("options"));
    Callable<String> attempt =
        () -> {
          try {
            site.signIn(asked, assertion);
            return "in";
          } catch (AuthFailure refusal) {
            return refusal.code().wire();
          }
        };
    try (var threads = Executors.newFixedThreadPool(4)) {
      assertThat(
              threads.invokeAll(List.of(attempt, attempt, attempt, attempt)).stream()
                  .map(Future::resultNow))
          .containsExactlyInAnyOrder(
              "in",
              "webauthn_challenge_not_found",
              "webauthn_challenge_not_found",
              "webauthn_challenge_not_found");
    }
  }

  @Test
  void aChallengeExpires() {
    Call call = newUser("late-passkey@example.org");
    SoftAuthenticator authenticator = new SoftAuthenticator();
    site.register(call, authenticator);
    JsonObject options = site.registration.options(site.auth.bearers.of(call));
    JsonObject asked = site.signIn.options();
    site.offset = Duration.ofSeconds(301);

    assertRefused(
        400,
        ErrorCode.WEBAUTHN_CHALLENGE_EXPIRED,
        () ->
            site.verify(
                call, options, new SoftAuthenticator().create(options.getJsonObject("options"))));
    assertRefused(
        400,
        ErrorCode.WEBAUTHN_CHALLENGE_EXPIRED,
        () -> site.signIn(asked, authenticator.get(asked.getJsonObject("options"))));
  }

  /** What a page on another site, another device or a forger would send. */
  private static Map<String, Consumer<SoftAuthenticator>> forgeries() {
    return Map.of(
        "another origin", soft -> soft.origin = "https://evil.example.org",
        "a subdomain's origin", soft -> soft.origin = "https://x.app.example.org",
        "http", soft -> soft.origin = "http://app.example.org",
        "another domain", soft -> soft.rpId = "evil.example.org",
        "nobody present", soft -> soft.userPresent = false,
        "the wrong creation type", soft -> soft.creationType = "webauthn.get",
        "the wrong request type", soft -> soft.requestType = "webauthn.create");
  }

  @Test
  void registrationsFromElsewhereAreRefused() {
    Call call = newUser("forged-registration@example.org");
    List<String> before = count();
    forgeries()
        .forEach((what, forge) -> {
          if (!what.contains("request")) {
            SoftAuthenticator soft = new SoftAuthenticator();
            forge.accept(soft);
            assertUnverified(() -> site.register(call, soft));
          }
        });
    SoftAuthenticator unsigned = new SoftAuthenticator();
    unsigned.selfAttestation = true;
    unsigned.wrongSignature = true;
    assertUnverified(() -> site.register(call, unsigned));
    JsonObject mine = site.registration.options(site.auth.bearers.of(call));
    JsonObject other = site.registration.options(site.auth.bearers.of(call));
    assertUnverified(() ->
        site.verify(call, mine, new SoftAuthenticator().create(other.getJsonObject("options"))));
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void assertionsFromElsewhereAreRefused() {
    Call call = newUser("forged-assertion@example.org");
    SoftAuthenticator authenticator = new SoftAuthenticator();
    site.register(call, authenticator);
    authenticator.wrongSignature = true;
    assertUnverified(() -> site.signIn(authenticator));
    authenticator.wrongSignature = false;
    JsonObject other = site.signIn.options();
    assertUnverified(() ->
        site.signIn(site.signIn.options(), authenticator.get(other.getJsonObject("options"))));
    forgeries()
        .forEach((what, forge) -> {
          if (!what.contains("creation")) {
            forge.accept(authenticator);
            assertUnverified(() -> site.signIn(authenticator));
            authenticator.origin = SoftAuthenticator.ORIGIN;
            authenticator.rpId = SoftAuthenticator.RP_ID;
            authenticator.userPresent = true;
            authenticator.requestType = "webauthn.get";
          }
        });
    assertThat(site.signIn(authenticator).accessToken()).isNotEmpty();
  }

  @Test
  void nobodySignsInAsAnother() {
    Call ann = newUser("ann-passkey@example.org");
    Call bob = newUser("bob-passkey@example.org");
    SoftAuthenticator annsKey = new SoftAuthenticator();
    SoftAuthenticator bobsKey = new SoftAuthenticator();
    site.register(ann, annsKey);
    site.register(bob, bobsKey);
    String annsHandle = annsKey.userHandle;

    bobsKey.userHandle = annsHandle;
    assertUnverified(() -> site.signIn(bobsKey));
    bobsKey.credentialId = annsKey.credentialId;
    assertUnverified(() -> site.signIn(bobsKey));
    annsKey.userHandle = null;
    assertUnverified(() -> site.signIn(annsKey));
    JsonObject anns = site.registration.options(site.auth.bearers.of(ann));
    assertRefused(
        400,
        ErrorCode.WEBAUTHN_CHALLENGE_NOT_FOUND,
        () ->
            site.verify(bob, anns, new SoftAuthenticator().create(anns.getJsonObject("options"))));
    JsonObject registration = site.registration.options(site.auth.bearers.of(ann));
    assertRefused(
        400,
        ErrorCode.WEBAUTHN_CHALLENGE_NOT_FOUND,
        () -> site.signIn(registration, annsKey.get(registration.getJsonObject("options"))));
  }

  @Test
  void anUnknownPasskeySignsNobodyIn() {
    assertUnverified(() -> site.signIn(new SoftAuthenticator()));
  }

  @Test
  void aCounterThatDoesNotGrowIsACopys() {
    Call call = newUser("counter@example.org");
    SoftAuthenticator authenticator = new SoftAuthenticator();
    site.register(call, authenticator);
    authenticator.counter = 10;
    site.signIn(authenticator);

    authenticator.counter = 5;
    assertUnverified(() -> site.signIn(authenticator));
    authenticator.counter = 10;
    assertUnverified(() -> site.signIn(authenticator));
    authenticator.counter = 11;
    assertThat(site.signIn(authenticator).accessToken()).isNotEmpty();
  }

  @Test
  void userVerificationIsDemandedWhereItIsRequired() {
    PasskeySite strict =
        new PasskeySite(database, Map.of("AUTH_WEBAUTHN_USER_VERIFICATION", "required"));
    Call call = newUser("verified-user@example.org");
    SoftAuthenticator authenticator = new SoftAuthenticator();
    authenticator.userVerified = false;

    assertUnverified(() -> strict.register(call, authenticator));
    site.register(call, authenticator);
    assertThat(site.signIn(authenticator).accessToken()).isNotEmpty();
    assertUnverified(() -> strict.signIn(authenticator));
    authenticator.userVerified = true;
    assertThat(strict.signIn(authenticator).accessToken()).isNotEmpty();
  }

  @Test
  void aCredentialBelongsToOneUserAndUsersHaveAFew() {
    PasskeySite few =
        new PasskeySite(database, Map.of("GOTRUE_PASSKEY_MAX_PASSKEYS_PER_USER", "2"));
    Call ann = newUser("few@example.org");
    Call bob = newUser("same-key@example.org");
    SoftAuthenticator authenticator = new SoftAuthenticator();
    few.register(ann, authenticator);

    assertRefused(
        422, ErrorCode.WEBAUTHN_CREDENTIAL_EXISTS, () -> few.register(bob, authenticator));
    assertThat(
            few.registration
                .options(few.auth.bearers.of(ann))
                .getJsonObject("options")
                .getJsonArray("excludeCredentials"))
        .hasSize(1);
    few.register(ann, new SoftAuthenticator());
    assertRefused(
        422, ErrorCode.TOO_MANY_PASSKEYS, () -> few.registration.options(few.auth.bearers.of(ann)));
  }

  @Test
  void passkeysAreRenamedAndRemovedByTheirUserOnly() {
    Call ann = newUser("manage@example.org");
    Call bob = newUser("manage-not@example.org");
    String id = site.register(ann, new SoftAuthenticator()).getString("id");
    RequestBody name = AuthFixture.body("{'friendly_name':'Phone'}");

    assertThat(
            site.passkeys
                .rename(id, name, site.auth.bearers.of(ann), ann)
                .getString("friendly_name"))
        .isEqualTo("Phone");
    assertRefused(
        404,
        ErrorCode.VALIDATION_FAILED,
        () -> site.passkeys.rename(id, name, site.auth.bearers.of(bob), bob));
    assertRefused(
        404,
        ErrorCode.VALIDATION_FAILED,
        () -> site.passkeys.remove(id, site.auth.bearers.of(bob), bob));
    for (String bad :
        List.of(
            "{}",
            "{'friendly_name':''}",
            "{'friendly_name':'a\\u0001'}",
            "{'friendly_name':'" + "n".repeat(121) + "'}")) {
      assertRefused(
          400,
          ErrorCode.VALIDATION_FAILED,
          () -> site.passkeys.rename(id, AuthFixture.body(bad), site.auth.bearers.of(ann), ann));
    }
    site.passkeys.remove(id, site.auth.bearers.of(ann), ann);
    assertThat(site.list(ann)).isEmpty();
    assertRefused(
        404,
        ErrorCode.VALIDATION_FAILED,
        () -> site.passkeys.remove("no-uuid", site.auth.bearers.of(ann), ann));
  }

  @Test
  void whoHasASecondFactorProvesItFirst() {
    Call call = newUser("mfa-passkey@example.org");
    SoftAuthenticator authenticator = new SoftAuthenticator();
    String id = site.register(call, authenticator).getString("id");
    UUID userId = site.auth.bearers.of(call).user().id();
    site.auth.transactions.in(tx -> {
      FactorEntity factor = new FactorEntity(userId, FactorType.TOTP, "");
      factor.setStatus(FactorStatus.VERIFIED);
      tx.entities().persist(factor);
      return factor;
    });

    assertRefused(
        403,
        ErrorCode.INSUFFICIENT_AAL,
        () -> site.registration.options(site.auth.bearers.of(call)));
    assertRefused(
        403,
        ErrorCode.INSUFFICIENT_AAL,
        () -> site.passkeys.remove(id, site.auth.bearers.of(call), call));
    assertThat(site.signIn(authenticator).session().isAal2()).isFalse();
  }

  @Test
  void bannedDeletedAndUnconfirmedUsersStayOut() {
    Call call = newUser("banned-passkey@example.org");
    SoftAuthenticator authenticator = new SoftAuthenticator();
    site.register(call, authenticator);
    String user = "where email = 'banned-passkey@example.org'";

    database.execute("update auth.users set banned_until = now() + interval '1 day' " + user);
    assertRefused(403, ErrorCode.USER_BANNED, () -> site.signIn(authenticator));
    database.execute(
        "update auth.users set banned_until = null, email_confirmed_at = null " + user);
    assertRefused(403, ErrorCode.EMAIL_NOT_CONFIRMED, () -> site.signIn(authenticator));
    database.execute("update auth.users set deleted_at = now() " + user);
    assertRefused(403, ErrorCode.USER_NOT_FOUND, () -> site.signIn(authenticator));
  }

  @Test
  void anonymousUsersHaveNone() {
    Call call =
        AuthFixture.call(
            site.auth
                .signup
                .signup(AuthFixture.body("{}"), AuthFixture.ANYBODY)
                .getString("access_token"));

    assertRefused(
        403,
        ErrorCode.NO_AUTHORIZATION,
        () -> site.registration.options(site.auth.bearers.of(call)));
  }

  @Test
  void switchedOffIsNotThere() {
    PasskeySite off = new PasskeySite(database, Map.of("GOTRUE_PASSKEY_ENABLED", "false"));

    assertRefused(404, ErrorCode.PASSKEY_DISABLED, off.passkeys::refuseDisabled);
  }
}
