package dev.minibaas.devstack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables of the server: every setting of the person as it was given, the
 * generated secrets, and where the embedded servers are.
 */
final class ServerEnvironment {
  /** The superuser is for bootstrap alone. */
  static final List<String> UNWANTED =
      List.of("POSTGRES_USER", "POSTGRES_PASSWORD", "LOG_DIR", "PID_DIR", "PID_FILE");

  private final Environment given;
  private final Map<String, String> variables = new TreeMap<>();

  ServerEnvironment(Environment given, Map<String, String> secrets) {
    this.given = given;
    variables.putAll(given.fromFile());
    secrets.forEach(this::setUnlessGiven);
  }

  /** Sets what only the stack knows. */
  ServerEnvironment set(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Sets a value that the person may have chosen. */
  ServerEnvironment setUnlessGiven(String name, String value) {
    if (!given.has(name)) {
      variables.put(name, value);
    }
    return this;
  }

  ServerEnvironment setGatewayPolicy(Path folder) {
    Path policy = folder.resolve("kong/kong.yml");
    return Files.exists(policy) ? setUnlessGiven("KONG_CONFIG", policy.toString()) : this;
  }

  @Nullable String get(String name) {
    return variables.get(name);
  }

  Map<String, String> variables() {
    UNWANTED.forEach(variables::remove);
    return Map.copyOf(variables);
  }
}
