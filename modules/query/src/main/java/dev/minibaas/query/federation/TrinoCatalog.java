package dev.minibaas.query.federation;

import dev.minibaas.engines.EngineFailure;
import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.target.Endpoint;
import dev.minibaas.engines.target.InvalidTarget;
import dev.minibaas.engines.target.Target;
import dev.minibaas.engines.target.Target.Server;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.engines.target.Tls;
import dev.minibaas.query.registration.Registration;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A registered database as Trino's catalogue. Its address is the one that was tested, since Trino
 * would ask the name again.
 */
record TrinoCatalog(String name, String connector, Map<String, String> properties) {
  private static final Pattern NAME =
      Pattern.compile("db_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");

  static String name(UUID database) {
    return "db_" + database.toString().replace("-", "");
  }

  /** The database of a catalogue, if it is one's. */
  static Optional<UUID> database(String name) {
    Matcher parts = NAME.matcher(name);
    return parts.matches()
        ? Optional.of(UUID.fromString(parts.replaceFirst("$1-$2-$3-$4-$5")))
        : Optional.empty();
  }

  static TrinoCatalog of(Registration registration, Targets targets) {
    try {
      Target target =
          targets.parse(
              registration.engine(), registration.connectionString(), registration.tenant());
      if (!(target instanceof Server server) || server.tls().compareTo(Tls.VERIFY_CA) >= 0) {
        throw unsupported();
      }
      InetSocketAddress tested = targets.address(server.endpoint());
      String address = new Endpoint(tested.getAddress().getHostAddress(), tested.getPort()).text();
      return new TrinoCatalog(
          name(registration.id()), connector(server), properties(server, address));
    } catch (InvalidTarget e) {
      throw new EngineFailure(Reason.REFUSED_TARGET, "the target of a database isn't permitted", e);
    }
  }

  private static EngineFailure unsupported() {
    return new EngineFailure(
        Reason.UNSUPPORTED,
        "only postgresql, mysql and mongodb can be joined, without verified certificates");
  }

  private static String connector(Server server) {
    return switch (server.kind()) {
      case POSTGRESQL -> "postgresql";
      case MYSQL -> "mariadb";
      case MONGODB -> "mongodb";
      case REDIS, SQLITE -> throw unsupported();
    };
  }

  private static Map<String, String> properties(Server server, String address) {
    Map<String, String> properties = new LinkedHashMap<>();
    String user = server.user() == null ? "" : server.user();
    String password = server.password() == null ? "" : server.password();
    switch (server.kind()) {
      case POSTGRESQL -> {
        String mode = server.tls() == Tls.REQUIRE ? "require" : "disable";
        properties.put(
            "connection-url",
            "jdbc:postgresql://" + address + "/" + encoded(server.database()) + "?sslmode=" + mode);
      }
      case MYSQL ->
          properties.put(
              "connection-url",
              "jdbc:mariadb://"
                  + address
                  + "?sslMode="
                  + (server.tls() == Tls.REQUIRE ? "trust" : "disable"));
      case MONGODB -> {
        String login = user.isEmpty() ? "" : encoded(user) + ":" + encoded(password) + "@";
        String source = server.options().getOrDefault("authsource", server.database());
        properties.put(
            "mongodb.connection-url",
            "mongodb://"
                + login
                + address
                + "/?directConnection=true"
                + (source.isEmpty() ? "" : "&authSource=" + encoded(source)));
        return properties;
      }
      case REDIS, SQLITE -> throw unsupported();
    }
    properties.put("connection-user", user);
    properties.put("connection-password", password);
    return properties;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The statement that makes it. */
  String create() {
    return "CREATE CATALOG IF NOT EXISTS "
        + name
        + " USING "
        + connector
        + " WITH ("
        + properties.entrySet().stream()
            .map(TrinoCatalog::property)
            .collect(Collectors.joining(", "))
        + ")";
  }

  static String drop(UUID database) {
    return "DROP CATALOG IF EXISTS " + name(database);
  }

  private static String property(Entry<String, String> property) {
    // Trino would replace ${ENV:NAME} by what stands in its own environment
    if (property.getValue().contains("${")) {
      throw new EngineFailure(
          Reason.UNSUPPORTED, "credentials with a dollar sign before a brace can't be joined");
    }
    return '"' + property.getKey() + "\" = '" + property.getValue().replace("'", "''") + "'";
  }

  /** Credentials stay out of logs. */
  @Override
  public String toString() {
    return "TrinoCatalog[" + name + "]";
  }
}
