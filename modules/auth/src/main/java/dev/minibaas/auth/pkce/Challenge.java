package dev.minibaas.auth.pkce;

import dev.minibaas.auth.entity.CodeChallengeMethod;
import dev.minibaas.auth.error.AuthFailure;
import dev.minibaas.auth.request.RequestBody;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client shows of its secret when it begins a flow. */
public record Challenge(CodeChallengeMethod method, String value) {
  private static final Pattern FORMAT = Pattern.compile("[a-zA-Z0-9._~-]{43,128}");

  /** The call's challenge, or null when it has none; 400 for half of one. */
  public static @Nullable Challenge of(RequestBody body) {
    return of(body.text("code_challenge_method"), body.text("code_challenge"));
  }

  public static @Nullable Challenge of(String method, String value) {
    if (method.isEmpty() && value.isEmpty()) {
      return null;
    }
    if (method.isEmpty() || value.isEmpty()) {
      throw AuthFailure.invalid("PKCE flow requires code_challenge_method and code_challenge");
    }
    if (!FORMAT.matcher(value).matches()) {
      throw AuthFailure.invalid(
          "code challenge has to be between 43 and 128 characters of letters, digits and -._~");
    }
    return switch (method.toLowerCase(Locale.ROOT)) {
      case "s256" -> new Challenge(CodeChallengeMethod.S256, value);
      case "plain" -> new Challenge(CodeChallengeMethod.PLAIN, value);
      default -> throw AuthFailure.invalid("unsupported code_challenge method");
    };
  }

  /** Whether the secret is the one. */
  public boolean isMetBy(String verifier) {
    byte[] shown =
        switch (method) {
          case PLAIN -> verifier.getBytes(StandardCharsets.UTF_8);
          case S256 -> sha256(verifier).getBytes(StandardCharsets.UTF_8);
        };
    return MessageDigest.isEqual(shown, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
