package dev.minibaas.auth.passkey;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.session.SessionAnswer;
import dev.minibaas.auth.webauthn.SoftAuthenticator;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** The service with passkeys, and a clock that the test moves. */
final class PasskeySite {
  final AuthFixture auth;
  final Passkeys passkeys;
  final PasskeyRegistration registration;
  final PasskeySignIn signIn;
  Duration offset = Duration.ZERO;

  PasskeySite(TestDatabase database, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("GOTRUE_PASSKEY_ENABLED", "true");
    all.putIfAbsent("GOTRUE_SITE_URL", SoftAuthenticator.ORIGIN);
    all.putIfAbsent("GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED", "true");
    this.auth = new AuthFixture(database, all);
    InstantSource source = () -> Instant.now().plus(offset);
    Clock clock = source.withZone(ZoneOffset.UTC);
    this.passkeys = new Passkeys(auth.config.webAuthn(), auth.transactions);
    this.registration = new PasskeyRegistration(auth.config.webAuthn(), auth.transactions, clock);
    this.signIn =
        new PasskeySignIn(auth.config.webAuthn(), auth.transactions, auth.sessions, clock);
  }

  JsonObject register(Call call, SoftAuthenticator authenticator) {
    JsonObject options = registration.options(auth.bearers.of(call));
    return verify(call, options, authenticator.create(options.getJsonObject("options")));
  }

  JsonObject verify(Call call, JsonObject options, JsonObject credential) {
    return registration.verify(answer(options, credential), auth.bearers.of(call), call);
  }

  SessionAnswer signIn(SoftAuthenticator authenticator) {
    JsonObject options = signIn.options();
    return signIn(options, authenticator.get(options.getJsonObject("options")));
  }

  SessionAnswer signIn(JsonObject options, JsonObject credential) {
    return signIn.verify(answer(options, credential), AuthFixture.ANYBODY);
  }

  JsonArray list(Call call) {
    return passkeys.list(auth.bearers.of(call).user());
  }

  static RequestBody answer(JsonObject options, JsonValue credential) {
    return RequestBody.of(
        JsonValues.object()
            .add("challenge_id", options.getString("challenge_id"))
            .add("credential", credential)
            .build()
            .toString());
  }
}
