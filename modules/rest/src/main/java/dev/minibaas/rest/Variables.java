package dev.minibaas.rest;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings by their name in the environment, {@code PGRST_DB_SCHEMAS}: what the database says of
 * them wins, then the environment, then the environment under a former name.
 *
 * @param names of all variables of the environment
 * @param environment looks one of them up
 * @param inDatabase what the database says
 */
public record Variables(
    Set<String> names,
    Function<String, @Nullable String> environment,
    Map<String, String> inDatabase) {
  private static final String APP_SETTINGS = "PGRST_APP_SETTINGS_";

  /** PostgREST's former names, which operators still have in their files. */
  private static final Map<String, String> FORMER_NAMES =
      Map.of(
          "PGRST_DB_SCHEMAS", "PGRST_DB_SCHEMA",
          "PGRST_DB_MAX_ROWS", "PGRST_MAX_ROWS",
          "PGRST_DB_PRE_REQUEST", "PGRST_PRE_REQUEST",
          "PGRST_DB_ROOT_SPEC", "PGRST_ROOT_SPEC",
          "PGRST_JWT_ROLE_CLAIM_KEY", "PGRST_ROLE_CLAIM_KEY",
          "PGRST_JWT_SECRET_IS_BASE64", "PGRST_SECRET_IS_BASE64");

  public Variables(Set<String> names, Function<String, @Nullable String> environment) {
    this(names, environment, Map.of());
  }

  public static Variables of(Map<String, String> environment) {
    return new Variables(environment.keySet(), environment::get);
  }

  /** The same environment, under what the database says now. */
  public Variables with(Map<String, String> newInDatabase) {
    return new Variables(names, environment, Map.copyOf(newInDatabase));
  }

  /** Null when nobody has set it. */
  public @Nullable String value(String name) {
    String stored = inDatabase.get(name);
    if (stored != null) {
      return stored;
    }
    String value = environment.apply(name);
    String former = FORMER_NAMES.get(name);
    return (value == null || value.isEmpty()) && former != null ? environment.apply(former) : value;
  }

  /** {@code PGRST_APP_SETTINGS_X} as {@code app.settings.x}. */
  Map<String, String> appSettings() {
    Map<String, String> found = new LinkedHashMap<>();
    for (String name : names) {
      String value = name.startsWith(APP_SETTINGS) ? environment.apply(name) : null;
      if (value != null) {
        String key = name.substring(APP_SETTINGS.length()).toLowerCase(Locale.ROOT);
        found.put("app.settings." + key, value);
      }
    }
    return found;
  }

  /** Set, but to nothing: for a list that is something else than not set. */
  boolean isEmptied(String name) {
    if (inDatabase.containsKey(name)) {
      return inDatabase.get(name).isEmpty();
    }
    String value = names.contains(name) ? environment.apply(name) : "-";
    return value == null || value.isEmpty();
  }
}
