package dev.minibaas.bootstrap;

import dev.minibaas.platform.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/** The roles that services log in as, each with its password. */
public record LoginRoles(Map<String, String> passwords) {
  /** Which setting has the password of which role. */
  private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

  static {
    SETTINGS.put("authenticator", "AUTHENTICATOR_PASSWORD");
    SETTINGS.put("minibaas_auth", "AUTH_DB_PASSWORD");
    SETTINGS.put("minibaas_registry", "ADAPTER_REGISTRY_DB_PASSWORD");
    SETTINGS.put("minibaas_permissions", "PERMISSIONS_DB_PASSWORD");
    SETTINGS.put("minibaas_schemas", "SCHEMAS_DB_PASSWORD");
    SETTINGS.put("minibaas_realtime", "REALTIME_DB_PASSWORD");
  }

  private static final int LENGTH = 16;
  private static final String FIX =
      "set it to a random text of 16 characters or more, such as scripts/generate-env writes";

  public LoginRoles {
    passwords = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(passwords));
  }

  /** Every role, and the setting that has its password. */
  public static Map<String, String> settings() {
    return java.util.Collections.unmodifiableMap(SETTINGS);
  }

  static LoginRoles from(Settings settings) {
    Map<String, String> passwords = new LinkedHashMap<>();
    SETTINGS.forEach((role, setting) -> passwords.put(role, settings.secret(setting, LENGTH, FIX)));
    return new LoginRoles(passwords);
  }

  /** The same password for each, as throw-away databases have it. */
  public static LoginRoles withPassword(String password) {
    Map<String, String> passwords = new LinkedHashMap<>();
    SETTINGS.keySet().forEach(role -> passwords.put(role, password));
    return new LoginRoles(passwords);
  }

  @Override
  public String toString() {
    return "LoginRoles" + passwords.keySet();
  }
}
