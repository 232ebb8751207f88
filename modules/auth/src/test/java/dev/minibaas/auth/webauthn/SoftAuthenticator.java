package dev.minibaas.auth.webauthn;

import dev.minibaas.auth.json.JsonValues;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator and the browser in front of it, as the specification has them. It shares no code
 * with the library that verifies what it makes. Its fields are the ways to get something wrong.
 */
public final class SoftAuthenticator {
  public static final String ORIGIN = "https://app.example.org";
  public static final String RP_ID = "app.example.org";

  private static final int USER_PRESENT = 1;
  private static final int USER_VERIFIED = 4;
  private static final int BACKUP_ELIGIBLE = 8;
  private static final int ATTESTED = 64;

  public String origin = ORIGIN;
  public String rpId = RP_ID;
  public String creationType = "webauthn.create";
  public String requestType = "webauthn.get";
  public boolean userPresent = true;
  public boolean userVerified = true;
  public boolean selfAttestation;
  public boolean wrongSignature;
  public @Nullable String userHandle;
  public int counter;
  public byte[] credentialId = random(32);

  private final KeyPair keys = newKeys();

  /** Answers {@code navigator.credentials.create()}, serialized as auth-js does it. */
  public JsonObject create(JsonObject options) {
    userHandle = options.getJsonObject("user").getString("id");
    byte[] client = clientData(creationType, options.getString("challenge"));
    byte[] data = authenticatorData(true);
    Map<Object, Object> object = new LinkedHashMap<>();
    object.put("fmt", selfAttestation ? "packed" : "none");
    Map<Object, Object> statement = new LinkedHashMap<>();
    if (selfAttestation) {
      statement.put("alg", -7);
      statement.put("sig", sign(keys.getPrivate(), data, sha256(client)));
    }
    object.put("attStmt", statement);
    object.put("authData", data);
    return JsonValues.object()
        .add("id", base64url(credentialId))
        .add("rawId", base64url(credentialId))
        .add(
            "response",
            JsonValues.object()
                .add("attestationObject", base64url(Cbor.of(object)))
                .add("clientDataJSON", base64url(client)))
        .add("type", "public-key")
        .add("clientExtensionResults", JsonValues.object())
        .build();
  }

  /** Answers {@code navigator.credentials.get()}. */
  public JsonObject get(JsonObject options) {
    counter++;
    byte[] client = clientData(requestType, options.getString("challenge"));
    byte[] data = authenticatorData(false);
    var response =
        JsonValues.object()
            .add("authenticatorData", base64url(data))
            .add("clientDataJSON", base64url(client))
            .add("signature", base64url(sign(keys.getPrivate(), data, sha256(client))));
    if (userHandle != null) {
      response.add("userHandle", userHandle);
    }
    return JsonValues.object()
        .add("id", base64url(credentialId))
        .add("rawId", base64url(credentialId))
        .add("response", response)
        .add("type", "public-key")
        .add("clientExtensionResults", JsonValues.object())
        .build();
  }

  private byte[] clientData(String type, String challenge) {
    return JsonValues.object()
        .add("type", type)
        .add("challenge", challenge)
        .add("origin", origin)
        .add("crossOrigin", false)
        .build()
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] authenticatorData(boolean attested) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(sha256(rpId.getBytes(StandardCharsets.US_ASCII)));
    out.write(
        (userPresent ? USER_PRESENT : 0)
            | (userVerified ? USER_VERIFIED : 0)
            | BACKUP_ELIGIBLE
            | (attested ? ATTESTED : 0));
    out.writeBytes(ByteBuffer.allocate(4).putInt(counter).array());
    if (attested) {
      out.writeBytes(new byte[16]);
      out.write(credentialId.length >> 8);
      out.write(credentialId.length);
      out.writeBytes(credentialId);
      out.writeBytes(publicKey());
    }
    return out.toByteArray();
  }

  /** RFC 9053: an EC2 key on P-256 for ES256. */
  private byte[] publicKey() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    Map<Object, Object> cose = new LinkedHashMap<>();
    cose.put(1, 2);
    cose.put(3, -7);
    cose.put(-1, 1);
    cose.put(-2, coordinate(key.getW().getAffineX()));
    cose.put(-3, coordinate(key.getW().getAffineY()));
    return Cbor.of(cose);
  }

  private byte[] sign(PrivateKey key, byte[] data, byte[] clientHash) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(wrongSignature ? newKeys().getPrivate() : key);
      signature.update(data);
      signature.update(clientHash);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(bytes.length, fixed.length);
    System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
    return fixed;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
