package dev.minibaas.devstack;

import dev.minibaas.bootstrap.LoginRoles;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one instance: what the person sets, and for the rest what was generated at the
 * first start and is kept in the data directory.
 */
final class Secrets {
  private static final String FILE = "secrets.properties";
  private static final int BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PrivateFile file;
  private final Map<String, String> kept;

  private Secrets(PrivateFile file) {
    this.file = file;
    this.kept = file.read();
  }

  static Secrets of(DataDirectory directory) {
    return new Secrets(new PrivateFile(directory.file(FILE)));
  }

  /** The given settings completed: every secret has a value. */
  Map<String, String> complete(DevstackConfig config) {
    String secret = config.jwtSecret() == null ? kept("JWT_SECRET") : config.jwtSecret();
    String anonKey = key("ANON_KEY", "anon", secret);
    String serviceKey = key("SERVICE_KEY", "service_role", secret);
    Map<String, String> complete = new TreeMap<>();
    LoginRoles.settings().values().forEach(setting -> complete.put(setting, kept(setting)));
    complete.put("VAULT_ENC_KEY", kept("VAULT_ENC_KEY"));
    complete.put("ADAPTER_REGISTRY_SERVICE_TOKEN", kept("ADAPTER_REGISTRY_SERVICE_TOKEN"));
    complete.put("JWT_SECRET", secret);
    complete.put("KONG_PUBLIC_API_KEY", given(config.publicKey(), anonKey));
    complete.put("KONG_SERVICE_API_KEY", given(config.serviceKey(), serviceKey));
    file.write(kept);
    return complete;
  }

  /** The password that the embedded database's superuser has, generated at first. */
  String databasePassword() {
    String password = kept("POSTGRES_PASSWORD");
    file.write(kept);
    return password;
  }

  void keepDatabasePassword(String password) {
    kept.put("POSTGRES_PASSWORD", password);
    file.write(kept);
  }

  private String kept(String name) {
    return kept.computeIfAbsent(name, key -> random(BYTES));
  }

  /** The same key at every start, unless the secret changed. */
  private String key(String name, String role, String secret) {
    String key = kept.get(name);
    if (key == null || !SignedKey.isSignedWith(key, secret)) {
      key = SignedKey.of(role, secret, Instant.now());
      kept.put(name, key);
    }
    return key;
  }

  private static String given(@Nullable String given, String generated) {
    return given == null ? generated : given;
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
