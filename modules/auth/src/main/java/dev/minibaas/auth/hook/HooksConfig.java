package dev.minibaas.auth.hook;

import dev.minibaas.platform.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which hooks are on, and what they call: only what the operator has set, never what a user says.
 */
public record HooksConfig(Map<HookPoint, HookTarget> targets) {
  private static final String SECRET_PREFIX = "v1,whsec_";
  private static final Pattern FUNCTION =
      Pattern.compile(
          "pg-functions://[^/]*/([a-zA-Z_][a-zA-Z0-9_$]{0,62})/([a-zA-Z_][a-zA-Z0-9_$]{0,62})");

  /** Where a payload may go unencrypted: not beyond this machine. */
  private static final Set<String> NEAR =
      Set.of("localhost", "127.0.0.1", "[::1]", "host.docker.internal");

  public HooksConfig {
    targets = Map.copyOf(targets);
  }

  /** No hook at all. */
  public static HooksConfig none() {
    return new HooksConfig(Map.of());
  }

  Optional<HookTarget> target(HookPoint point) {
    return Optional.ofNullable(targets.get(point));
  }

  public boolean isOn(HookPoint point) {
    return targets.containsKey(point);
  }

  public static HooksConfig from(Settings settings) {
    Map<HookPoint, HookTarget> targets = new EnumMap<>(HookPoint.class);
    for (HookPoint point : HookPoint.values()) {
      String prefix = "GOTRUE_HOOK_" + point.name();
      boolean on = settings.flag(prefix + "_ENABLED", false);
      String uri = settings.text(prefix + "_URI", "");
      String secrets = settings.secretOrNull(prefix + "_SECRETS");
      HookTarget target = on ? target(settings, prefix, uri, secrets) : null;
      if (target != null) {
        targets.put(point, target);
      }
    }
    return new HooksConfig(targets);
  }

  private static @Nullable HookTarget target(
      Settings settings, String prefix, String uri, @Nullable String secrets) {
    Matcher function = FUNCTION.matcher(uri);
    if (function.matches()) {
      return new HookTarget.Function(function.group(1), function.group(2));
    }
    URI parsed = http(uri);
    if (parsed == null) {
      settings.problem(
          prefix
              + "_URI is \""
              + uri
              + "\": set it to https://…, http:// on this machine, or"
              + " pg-functions://postgres/schema/function");
      return null;
    }
    List<HookTarget.Secret> keys = secrets(secrets == null ? "" : secrets);
    if (keys.isEmpty()) {
      settings.problem(
          prefix + "_SECRETS holds no secret: set it to v1,whsec_ and 24 to 64 bytes in Base64");
      return null;
    }
    return new HookTarget.Http(parsed, keys);
  }

  private static @Nullable URI http(String text) {
    try {
      URI uri = new URI(text);
      boolean near = "http".equals(uri.getScheme()) && NEAR.contains(String.valueOf(uri.getHost()));
      boolean safe = "https".equals(uri.getScheme()) && uri.getHost() != null;
      return (near || safe) && uri.getUserInfo() == null ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** GoTrue's form: secrets separated by a bar. Empty when one of them is none. */
  private static List<HookTarget.Secret> secrets(String text) {
    List<HookTarget.Secret> secrets = new ArrayList<>();
    for (String secret : List.of(text.split("\\|"))) {
      if (!isSecret(secret)) {
        return List.of();
      }
      secrets.add(new HookTarget.Secret(secret.substring(SECRET_PREFIX.length())));
    }
    return List.copyOf(secrets);
  }

  private static boolean isSecret(String text) {
    if (!text.startsWith(SECRET_PREFIX)) {
      return false;
    }
    try {
      int bytes = Base64.getDecoder().decode(text.substring(SECRET_PREFIX.length())).length;
      return bytes >= 24 && bytes <= 64;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
