package dev.minibaas.edge;

import dev.minibaas.edge.http.Answer;
import dev.minibaas.edge.http.QueryKey;
import dev.minibaas.edge.policy.Plugin;
import dev.minibaas.edge.policy.Policy.Consumer;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key-auth plugin: which consumer a request's key belongs to. */
final class KeyCheck {
  /** The plugin doesn't look at this request. */
  static final int NOT_ASKED = -1;

  static final int MISSING = -2;
  static final int UNKNOWN = -3;
  static final int DUPLICATE = -4;

  /** A key and the place of its consumer in the file. */
  private record Credential(int hash, byte[] key, int consumer) {}

  private final Plugin.KeyAuth config;
  private final List<Credential> credentials = new ArrayList<>();
  private final int anonymous;
  private final Answer missing;
  private final Answer unknown;
  private final Answer duplicate;

  KeyCheck(Plugin.KeyAuth config, List<Consumer> consumers) {
    this.config = config;
    int anonymousPlace = NOT_ASKED;
    for (int i = 0; i < consumers.size(); i++) {
      for (String key : consumers.get(i).keys()) {
        credentials.add(new Credential(key.hashCode(), bytes(key), i));
      }
      if (config.anonymous() != null && consumers.get(i).isCalled(config.anonymous())) {
        anonymousPlace = i;
      }
    }
    this.anonymous = anonymousPlace;
    String challenge = config.realm() == null ? "Key" : "Key realm=\"" + config.realm() + "\"";
    this.missing = new Answer(401, "No API key found in request", challenge);
    this.unknown = new Answer(401, "Unauthorized", challenge);
    this.duplicate = new Answer(401, "Duplicate API key found", challenge);
  }

  /** Names of headers and parameters that services don't see. */
  List<String> hidden() {
    return config.hideCredentials() ? config.keyNames() : List.of();
  }

  /** The place of the consumer in the file, or one of the negative outcomes. */
  int consumerOf(HttpServletRequest request) {
    if (!config.runOnPreflight() && request.getMethod().equals("OPTIONS")) {
      return NOT_ASKED;
    }
    int outcome = MISSING;
    for (String name : config.keyNames()) {
      outcome = lookUp(request, name);
      if (outcome != MISSING) {
        break;
      }
    }
    return outcome < 0 && anonymous >= 0 ? anonymous : outcome;
  }

  Answer refusal(int outcome) {
    return switch (outcome) {
      case MISSING -> missing;
      case DUPLICATE -> duplicate;
      default -> unknown;
    };
  }

  private int lookUp(HttpServletRequest request, String name) {
    String key = null;
    if (config.inHeader()) {
      Enumeration<String> values = request.getHeaders(name);
      if (values != null && values.hasMoreElements()) {
        key = values.nextElement();
        if (values.hasMoreElements()) {
          return DUPLICATE;
        }
      }
    }
    if (key == null && config.inQuery()) {
      key = QueryKey.find(request.getQueryString(), name);
    }
    if (key == null || key.isEmpty()) {
      return MISSING;
    }
    return key.equals(QueryKey.DUPLICATE) ? DUPLICATE : owner(key);
  }

  /** Keys are compared in constant time, and only with the one that has the same hash. */
  private int owner(String key) {
    int hash = key.hashCode();
    for (Credential credential : credentials) {
      if (credential.hash() == hash && MessageDigest.isEqual(credential.key(), bytes(key))) {
        return credential.consumer();
      }
    }
    return UNKNOWN;
  }

  private static byte[] bytes(@Nullable String key) {
    return key == null ? new byte[0] : key.getBytes(StandardCharsets.UTF_8);
  }
}
