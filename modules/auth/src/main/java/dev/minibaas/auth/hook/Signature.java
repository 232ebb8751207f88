package dev.minibaas.auth.hook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures of Standard Webhooks: HMAC-SHA-256 over id, time and body. */
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /** The header's value: a signature for each secret, separated by spaces. */
  static String of(List<HookTarget.Secret> secrets, String id, long seconds, String body) {
    String signed = id + "." + seconds + "." + body;
    return secrets.stream()
        .map(secret -> "v1," + mac(secret, signed))
        .collect(Collectors.joining(" "));
  }

  private static String mac(HookTarget.Secret secret, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.base64()), ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a hook's payload can't be signed", e);
    }
  }
}
