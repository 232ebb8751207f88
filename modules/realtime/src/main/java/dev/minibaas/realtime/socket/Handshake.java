package dev.minibaas.realtime.socket;

import dev.minibaas.platform.caller.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a client has connected.
 *
 * @param key who its key or bearer says it is; verified
 * @param token of {@code jwt} or {@code token} in the query, unverified; null for none
 * @param vsn of the query; null for none
 * @param headers of the request, names in small letters, without cookies, keys and tokens
 */
public record Handshake(
    Caller key, @Nullable String token, @Nullable String vsn, Map<String, String> headers) {
  public Handshake {
    headers = Map.copyOf(headers);
  }
}
