package dev.minibaas.auth.flow;

import dev.minibaas.auth.entity.CodeChallengeMethod;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.pkce.Challenge;
import dev.minibaas.auth.request.Call;
import dev.minibaas.auth.request.Origin;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * That an address be mailed, whoever's it is.
 *
 * @param redirect where the link leads in the end; allowed already
 * @param data what a user that comes to be by it says of itself
 */
record MailRequest(
    Kind kind,
    String email,
    String audience,
    String redirect,
    @Nullable Challenge challenge,
    JsonObject data,
    Origin origin) {

  /** What for. */
  enum Kind {
    RECOVERY,
    MAGIC_LINK,
    SIGNUP,
    EMAIL_CHANGE;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /** Without PKCE and without data. */
  static MailRequest plain(Kind kind, String email, String redirect, Call call) {
    return new MailRequest(
        kind, email, call.audience(), redirect, null, JsonValue.EMPTY_JSON_OBJECT, call.origin());
  }

  MailRequest with(@Nullable Challenge given) {
    return new MailRequest(kind, email, audience, redirect, given, data, origin);
  }

  MailRequest with(JsonObject given) {
    return new MailRequest(kind, email, audience, redirect, challenge, given, origin);
  }

  JsonObject json() {
    JsonObjectBuilder json =
        JsonValues.object()
            .add("email", email)
            .add("audience", audience)
            .add("redirect", redirect)
            .add("data", data);
    if (challenge != null) {
      json.add("challenge", challenge.value()).add("method", challenge.method().name());
    }
    if (origin.address() != null) {
      json.add("address", origin.address());
    }
    if (origin.userAgent() != null) {
      json.add("agent", origin.userAgent());
    }
    return json.build();
  }

  static MailRequest of(String kind, JsonObject json) {
    String challenge = json.getString("challenge", "");
    return new MailRequest(
        Kind.of(kind),
        json.getString("email"),
        json.getString("audience"),
        json.getString("redirect"),
        challenge.isEmpty()
            ? null
            : new Challenge(CodeChallengeMethod.valueOf(json.getString("method")), challenge),
        json.getJsonObject("data"),
        new Origin(json.getString("address", null), json.getString("agent", null)));
  }
}
