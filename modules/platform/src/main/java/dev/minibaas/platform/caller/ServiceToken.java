package dev.minibaas.platform.caller;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** What a service of the platform proves itself with to another one: {@code X-Service-Token}. */
public final class ServiceToken {
  public static final String HEADER = "X-Service-Token";

  private final byte[] token;

  public ServiceToken(String token) {
    if (token.isEmpty()) {
      throw new IllegalArgumentException("an empty service token would let everybody in");
    }
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /** Takes equal time for each text of the same length. */
  public boolean matches(@Nullable String given) {
    return given != null && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
  }
}
