package dev.minibaas.engines.target;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the connection strings of the engines that are reached over the network. */
final class ServerReader {
  private static final int MAX_HOSTS = 7;

  /** What a connection string of an engine may say. Everything else is refused by its name. */
  private record Dialect(Set<String> schemes, Map<String, Pattern> options) {}

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,62}");
  private static final Pattern FREE = Pattern.compile("[a-zA-Z0-9 ._-]{1,64}");
  private static final Pattern FLAG = Pattern.compile("true|false");

  private static final Map<EngineKind, Dialect> DIALECTS =
      Map.of(
          EngineKind.POSTGRESQL,
          new Dialect(
              Set.of("postgresql", "postgres"),
              Map.of(
                  "sslmode", Pattern.compile("disable|allow|prefer|require|verify-ca|verify-full"),
                  "currentschema", NAME,
                  "application_name", FREE,
                  "applicationname", FREE)),
          EngineKind.MYSQL,
          new Dialect(
              Set.of("mysql", "mariadb"),
              Map.of(
                  "sslmode", sslModes(),
                  "ssl-mode", sslModes(),
                  "usessl", FLAG)),
          EngineKind.MONGODB,
          new Dialect(
              Set.of("mongodb"),
              Map.of(
                  "authsource", Pattern.compile("[^/\\\\. \"$*<>:|?]{1,63}"),
                  "authmechanism", Pattern.compile("SCRAM-SHA-1|SCRAM-SHA-256"),
                  "replicaset", FREE,
                  "directconnection", FLAG,
                  "retrywrites", FLAG,
                  "retryreads", FLAG,
                  "tls", FLAG,
                  "ssl", FLAG,
                  "w", Pattern.compile("majority|[1-7]"),
                  "appname", FREE)),
          EngineKind.REDIS,
          new Dialect(Set.of("redis", "rediss"), Map.of()));

  private ServerReader() {}

  private static Pattern sslModes() {
    return Pattern.compile(
        "disable|disabled|preferred|trust|required|verify-ca|verify_ca|verify-full|verify_identity",
        Pattern.CASE_INSENSITIVE);
  }

  static Target.Server read(EngineKind kind, String text) {
    Dialect dialect = DIALECTS.get(kind);
    UrlText url = UrlText.of(text);
    if (dialect == null || !dialect.schemes.contains(url.scheme())) {
      throw new InvalidTarget(
          url.scheme().equals("mongodb+srv")
              ? "mongodb+srv:// isn't supported: use the mongodb:// form with the hosts"
              : "the scheme of connection_string doesn't belong to engine " + kind.text());
    }
    url.options().forEach((name, value) -> check(dialect, name, value));
    return new Target.Server(
        kind,
        endpoints(kind, url),
        database(kind, url.database()),
        url.user(),
        url.password(),
        tls(kind, url),
        new LinkedHashMap<>(url.options()));
  }

  private static void check(Dialect dialect, String name, String value) {
    Pattern pattern = dialect.options.get(name);
    if (pattern == null) {
      throw new InvalidTarget(
          dialect.options.isEmpty()
              ? "connection_string can't have options"
              : "an option of connection_string isn't permitted; permitted are "
                  + String.join(", ", dialect.options.keySet().stream().sorted().toList()));
    }
    if (!pattern.matcher(value).matches()) {
      throw new InvalidTarget("the value of option " + name + " isn't permitted");
    }
  }

  private static List<Endpoint> endpoints(EngineKind kind, UrlText url) {
    int max = kind == EngineKind.MONGODB ? MAX_HOSTS : 1;
    if (url.hosts().size() > max) {
      throw new InvalidTarget("connection_string names more than " + max + " hosts");
    }
    return url.hosts().stream().map(host -> url.endpoint(host, kind.defaultPort())).toList();
  }

  private static String database(EngineKind kind, String database) {
    boolean isValid =
        switch (kind) {
          case POSTGRESQL -> !database.isEmpty() && database.length() <= 63;
          case MYSQL -> database.matches("[a-zA-Z0-9_$-]{1,64}");
          case MONGODB -> database.isEmpty() || database.matches("[^/\\\\. \"$*<>:|?]{1,63}");
          case REDIS -> database.matches("|[0-9]{1,4}");
          case SQLITE -> false;
        };
    if (!isValid) {
      throw new InvalidTarget(
          database.isEmpty()
              ? "connection_string must name a database"
              : "connection_string names no usable database");
    }
    return database;
  }

  private static Tls tls(EngineKind kind, UrlText url) {
    Map<String, String> options = url.options();
    return switch (kind) {
      case POSTGRESQL -> ofMode(options.getOrDefault("sslmode", "prefer"));
      case MYSQL -> mysql(options);
      case MONGODB ->
          "true".equals(options.get("tls")) || "true".equals(options.get("ssl"))
              ? Tls.VERIFY_FULL
              : Tls.DISABLE;
      case REDIS -> url.scheme().equals("rediss") ? Tls.VERIFY_FULL : Tls.DISABLE;
      case SQLITE -> Tls.DISABLE;
    };
  }

  private static Tls mysql(Map<String, String> options) {
    String mode = options.getOrDefault("sslmode", options.get("ssl-mode"));
    if (mode == null) {
      return "true".equals(options.get("usessl")) ? Tls.REQUIRE : Tls.DISABLE;
    }
    return ofMode(mode);
  }

  private static Tls ofMode(String mode) {
    return switch (mode.toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "disable", "disabled" -> Tls.DISABLE;
      case "allow", "prefer", "preferred" -> Tls.PREFER;
      case "require", "required", "trust" -> Tls.REQUIRE;
      case "verify-ca" -> Tls.VERIFY_CA;
      case "verify-full", "verify-identity" -> Tls.VERIFY_FULL;
      default -> throw new InvalidTarget("the value of option sslmode isn't permitted");
    };
  }
}
