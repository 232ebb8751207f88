package dev.minibaas.platform.caller;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The two keys of the gateway. Each stands for a role, whatever it looks like: a word such as
 * {@code public-anon-key} or, as Supabase's clients have it, a JWT.
 */
public final class ApiKeys {
  private final byte @Nullable [] anon;
  private final byte @Nullable [] service;

  public ApiKeys(@Nullable String anon, @Nullable String service) {
    this.anon = bytes(anon);
    this.service = bytes(service);
  }

  /** The role a key stands for, or null when it is no key of ours. Takes equal time for each. */
  public @Nullable String role(String key) {
    byte[] given = key.getBytes(StandardCharsets.UTF_8);
    boolean isAnon = anon != null && MessageDigest.isEqual(anon, given);
    boolean isService = service != null && MessageDigest.isEqual(service, given);
    return isService ? Caller.SERVICE_ROLE : isAnon ? Caller.ANON : null;
  }

  private static byte @Nullable [] bytes(@Nullable String key) {
    return key == null || key.isEmpty() ? null : key.getBytes(StandardCharsets.UTF_8);
  }
}
