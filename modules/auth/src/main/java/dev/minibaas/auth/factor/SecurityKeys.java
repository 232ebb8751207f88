package dev.minibaas.auth.factor;

import dev.minibaas.auth.entity.ChallengeEntity;
import dev.minibaas.auth.entity.FactorEntity;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.RequestBody;
import dev.minibaas.auth.sql.Tx;
import dev.minibaas.auth.user.User;
import dev.minibaas.auth.webauthn.Ceremony;
import dev.minibaas.auth.webauthn.Credential;
import dev.minibaas.auth.webauthn.RelyingParty;
import dev.minibaas.auth.webauthn.WebAuthnConfig;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * WebAuthn credentials as second factors. The first challenge of a factor creates its credential,
 * every later one has it sign.
 */
final class SecurityKeys {
  private static final String CREATE = "create";
  private static final String REQUEST = "request";

  private final WebAuthnConfig config;
  private final Ceremony ceremony;
  private final RelyingParty relyingParty;

  SecurityKeys(WebAuthnConfig config) {
    this.config = config;
    this.ceremony = new Ceremony(config);
    this.relyingParty = new RelyingParty(config);
  }

  /** What the client has to do, noted in the challenge. */
  JsonObject ask(
      FactorEntity factor, ChallengeEntity challenge, User user, List<FactorEntity> factors) {
    String value = Ceremony.newChallenge();
    challenge.setWebAuthnSessionData(
        JsonValues.object()
            .add("challenge", value)
            .add("rpId", config.rpId())
            .add("userVerification", config.userVerification())
            .build());
    JsonObject options =
        factor.isVerified()
            ? ceremony.request(value, List.of(credential(factor).id()))
            : ceremony.creation(value, user, ids(factors), false);
    return JsonValues.object()
        .add("type", typeFor(factor))
        .add("credential_options", JsonValues.object().add("publicKey", options))
        .build();
  }

  /** Empty when the answer proves nothing. */
  Optional<Proof> examine(FactorEntity factor, ChallengeEntity challenge, RequestBody body) {
    JsonObject response = response(factor, body);
    String value = Objects.requireNonNull(challenge.webAuthnSessionData()).getString("challenge");
    try {
      if (factor.isVerified()) {
        Credential used =
            relyingParty.authenticate(relyingParty.read(response), value, credential(factor));
        return Optional.of((tx, own) -> advance(own, used));
      }
      Credential created = relyingParty.register(response, value);
      return Optional.of((tx, own) -> keep(tx, own, created));
    } catch (AuthFailure wrong) {
      return Optional.empty();
    }
  }

  private static JsonObject response(FactorEntity factor, RequestBody body) {
    JsonObject answer = body.objectOrNull("webauthn");
    if (answer == null) {
      throw AuthFailure.invalid("WebAuthn config required");
    }
    String type = answer.get("type") instanceof JsonString text ? text.getString() : "";
    if (!type.equals(CREATE) && !type.equals(REQUEST)) {
      throw AuthFailure.invalid("WebAuthn type must be create or request");
    }
    if (!(answer.get("credential_response") instanceof JsonObject response)) {
      throw AuthFailure.invalid("credential_response required");
    }
    if (!type.equals(typeFor(factor))) {
      throw AuthFailure.invalid("WebAuthn type must be " + typeFor(factor) + " for this factor");
    }
    return response;
  }

  private static String typeFor(FactorEntity factor) {
    return factor.isVerified() ? REQUEST : CREATE;
  }

  private static boolean keep(Tx tx, FactorEntity factor, Credential created) {
    if (factor.isVerified() || isKnown(tx, factor, created)) {
      return false;
    }
    factor.setWebAuthnCredential(created.json());
    if (!created.aaguid().equals(new UUID(0, 0))) {
      factor.setWebAuthnAaguid(created.aaguid());
    }
    return true;
  }

  /** One key is one factor: whoever may not add it twice can't by answering twice, either. */
  private static boolean isKnown(Tx tx, FactorEntity factor, Credential created) {
    return new FactorStore()
        .ofUser(tx, factor.userId()).stream()
            .filter(other -> other.webAuthnCredential() != null)
            .anyMatch(other -> credential(other).equals(created));
  }

  /** A counter that doesn't grow is a copy's, or somebody else's answer was faster. */
  private static boolean advance(FactorEntity factor, Credential used) {
    Credential kept = credential(factor);
    boolean counts = kept.signCount() > 0 || used.signCount() > 0;
    if (counts && used.signCount() <= kept.signCount()) {
      return false;
    }
    factor.setWebAuthnCredential(used.json());
    return true;
  }

  private static List<byte[]> ids(List<FactorEntity> factors) {
    return factors.stream()
        .map(FactorEntity::webAuthnCredential)
        .filter(Objects::nonNull)
        .map(json -> credential(json).id())
        .toList();
  }

  private static Credential credential(FactorEntity factor) {
    return credential(factor.webAuthnCredential());
  }

  private static Credential credential(@Nullable JsonObject json) {
    return Credential.of(Objects.requireNonNull(json, "a verified factor without credential"));
  }
}
