package dev.minibaas.auth.webauthn;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.attestation.statement.androidkey.AndroidKeyAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.apple.AppleAnonymousAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.none.NoneAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.tpm.TPMAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.u2f.FIDOU2FAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.NullCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.DefaultSelfAttestationTrustworthinessVerifier;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.error.ErrorCode;
import dev.minibaas.auth.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verifies what authenticators answer: challenge, origin, domain, signature, flags and counter.
 *
 * <p>An attestation's signature is verified, not who made the authenticator: none is asked for.
 */
public final class RelyingParty {
  /** In order of preference: ES256, EdDSA, ES384, ES512, RS256. */
  static final List<Integer> ALGORITHMS = List.of(-7, -8, -35, -36, -257);

  private static final List<PublicKeyCredentialParameters> ACCEPTED =
      ALGORITHMS.stream()
          .map(algorithm ->
              new PublicKeyCredentialParameters(
                  PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(algorithm)))
          .toList();

  /** Length of model and id's length, which stand before id and key. */
  private static final int BEFORE_ID = 18;

  /** Made at first use: who has neither passkeys nor such factors never pays for it. */
  private static final class Verifier {
    static final ObjectConverter CONVERTER = new ObjectConverter();
    static final AttestedCredentialDataConverter KEYS =
        new AttestedCredentialDataConverter(CONVERTER);
    static final WebAuthnManager MANAGER =
        new WebAuthnManager(
            List.of(
                new NoneAttestationStatementVerifier(),
                new PackedAttestationStatementVerifier(),
                new FIDOU2FAttestationStatementVerifier(),
                new TPMAttestationStatementVerifier(),
                new AndroidKeyAttestationStatementVerifier(),
                new AppleAnonymousAttestationStatementVerifier()),
            new NullCertPathTrustworthinessVerifier(),
            new DefaultSelfAttestationTrustworthinessVerifier(),
            CONVERTER);
  }

  private final WebAuthnConfig config;

  public RelyingParty(WebAuthnConfig config) {
    this.config = config;
  }

  /**
   * An assertion as it came, not verified yet.
   *
   * @param userHandle empty when there was none
   */
  public record Claim(byte[] credentialId, byte[] userHandle, JsonObject json) {}

  /** The new credential, or 400 {@code webauthn_verification_failed}. */
  public Credential register(JsonObject response, String challenge) {
    return verified(() -> {
      RegistrationData data =
          Verifier.MANAGER.verifyRegistrationResponseJSON(
              response.toString(),
              new RegistrationParameters(
                  server(challenge), ACCEPTED, config.requiresUserVerification(), true));
      return credential(data);
    });
  }

  /** Who an assertion claims to come from. */
  public Claim read(JsonObject response) {
    return verified(() -> {
      AuthenticationData data =
          Verifier.MANAGER.parseAuthenticationResponseJSON(response.toString());
      byte[] handle = data.getUserHandle();
      return new Claim(data.getCredentialId(), handle == null ? new byte[0] : handle, response);
    });
  }

  /** The credential as it is after the assertion, or 400 {@code webauthn_verification_failed}. */
  public Credential authenticate(Claim claim, String challenge, Credential credential) {
    return verified(() -> {
      AuthenticationData data =
          Verifier.MANAGER.verifyAuthenticationResponseJSON(
              claim.json().toString(),
              new AuthenticationParameters(
                  server(challenge),
                  record(credential),
                  List.of(credential.id()),
                  config.requiresUserVerification(),
                  true));
      AuthenticatorData<?> authenticator = Objects.requireNonNull(data.getAuthenticatorData());
      return credential.used(authenticator.getSignCount(), authenticator.isFlagBS());
    });
  }

  private ServerProperty server(String challenge) {
    Set<Origin> origins = config.origins().stream().map(Origin::new).collect(Collectors.toSet());
    return new ServerProperty(origins, config.rpId(), new DefaultChallenge(challenge));
  }

  private static Credential credential(RegistrationData data) {
    AuthenticatorData<?> authenticator =
        Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
    AttestedCredentialData attested =
        Objects.requireNonNull(authenticator.getAttestedCredentialData());
    byte[] encoded = Verifier.KEYS.convert(attested);
    int beforeKey = BEFORE_ID + attested.getCredentialId().length;
    return new Credential(
        attested.getCredentialId(),
        Arrays.copyOfRange(encoded, beforeKey, encoded.length),
        Objects.requireNonNull(attested.getAaguid().getValue()),
        authenticator.getSignCount(),
        authenticator.isFlagBE(),
        authenticator.isFlagBS(),
        transports(data.getTransports()),
        data.getAttestationObject().getFormat());
  }

  private static JsonArray transports(@Nullable Set<AuthenticatorTransport> transports) {
    JsonArrayBuilder array = JsonValues.array();
    if (transports != null) {
      transports.stream().map(AuthenticatorTransport::getValue).sorted().forEach(array::add);
    }
    return array.build();
  }

  private static CredentialRecordImpl record(Credential credential) {
    ByteBuffer encoded =
        ByteBuffer.allocate(BEFORE_ID + credential.id().length + credential.publicKey().length)
            .put(Credential.bytes(credential.aaguid()))
            .putShort((short) credential.id().length)
            .put(credential.id())
            .put(credential.publicKey());
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        null,
        credential.backupEligible(),
        credential.backedUp(),
        credential.signCount(),
        Verifier.KEYS.convert(encoded.array()),
        null,
        null,
        null,
        null);
  }

  /** The library has no common exception for what an answer can be wrong in. */
  private static <T> T verified(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException wrong) {
      throw AuthFailure.badRequest(
              ErrorCode.WEBAUTHN_VERIFICATION_FAILED, "Credential verification failed")
          .because(wrong);
    }
  }
}
