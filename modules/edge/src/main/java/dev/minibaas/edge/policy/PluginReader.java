package dev.minibaas.edge.policy;

import dev.minibaas.edge.address.Networks;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one plugin: which one it is, and its config with Kong 3.8's fields and defaults. */
final class PluginReader {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  private PluginReader() {}

  static Plugin read(Fields plugin) {
    String name = plugin.text("name");
    Fields config = plugin.map("config");
    Plugin read =
        switch (name) {
          case "key-auth" -> keyAuth(config);
          case "cors" -> cors(config);
          case "correlation-id" -> correlationId(config);
          case "rate-limiting" -> rateLimiting(config);
          case "request-size-limiting" -> requestSizeLimiting(config);
          case "request-transformer" -> requestTransformer(config);
          case "response-transformer" -> responseTransformer(config);
          case "ip-restriction" -> ipRestriction(config);
          case "acl" -> acl(config);
          default ->
              throw plugin.refusal("name", "\"" + name + "\": edge doesn't know this plugin");
        };
    config.end();
    return read;
  }

  private static Plugin keyAuth(Fields config) {
    List<String> names = config.texts("key_names");
    if (config.flag("key_in_body", false)) {
      throw config.refusal("key_in_body", "must be false: edge never reads a body");
    }
    return new Plugin.KeyAuth(
        names.isEmpty() ? List.of("apikey") : names,
        config.flag("key_in_header", true),
        config.flag("key_in_query", true),
        config.flag("hide_credentials", false),
        config.flag("run_on_preflight", true),
        config.textOrNull("anonymous"),
        config.textOrNull("realm"));
  }

  private static Plugin cors(Fields config) {
    List<String> origins = config.texts("origins");
    for (String origin : origins) {
      if (!origin.equals("*") && !origin.matches("[a-z][a-z0-9+.-]*://[A-Za-z0-9.-]+(:[0-9]+)?")) {
        throw config.refusal(
            "origins", "has \"" + origin + "\": edge knows scheme://host[:port] and *");
      }
    }
    List<String> methods = config.texts("methods");
    if (!METHODS.containsAll(methods)) {
      throw config.refusal("methods", "must be among " + String.join(", ", METHODS));
    }
    return new Plugin.Cors(
        origins,
        methods.isEmpty() ? METHODS : methods,
        config.texts("headers"),
        config.texts("exposed_headers"),
        config.flag("credentials", false),
        config.flag("preflight_continue", false),
        config.flag("private_network", false),
        config.integerOrNull("max_age", 0, Integer.MAX_VALUE));
  }

  private static Plugin correlationId(Fields config) {
    String header = config.textOrNull("header_name");
    String generator =
        config.oneOf("generator", "uuid#counter", List.of("uuid", "uuid#counter", "tracker"));
    return new Plugin.CorrelationId(
        header == null ? "Kong-Request-ID" : header,
        switch (generator) {
          case "uuid" -> Plugin.Generator.UUID;
          case "tracker" -> Plugin.Generator.TRACKER;
          default -> Plugin.Generator.UUID_COUNTER;
        },
        config.flag("echo_downstream", false));
  }

  private static Plugin rateLimiting(Fields config) {
    String limitBy = config.oneOf("limit_by", "consumer", List.of("consumer", "ip", "header"));
    String header = config.textOrNull("header_name");
    if (limitBy.equals("header") && header == null) {
      throw config.refusal("has limit_by: header but no header_name");
    }
    String policy = config.oneOf("policy", "local", List.of("local", "redis"));
    Plugin.Redis redis = redis(config.map("redis"), policy.equals("redis"));
    String message = config.textOrNull("error_message");
    return new Plugin.RateLimiting(
        limits(config),
        switch (limitBy) {
          case "ip" -> Plugin.LimitBy.IP;
          case "header" -> Plugin.LimitBy.HEADER;
          default -> Plugin.LimitBy.CONSUMER;
        },
        header,
        redis,
        config.flag("fault_tolerant", true),
        config.flag("hide_client_headers", false),
        config.integer("error_code", 429, 100, 599),
        message == null ? "API rate limit exceeded" : message);
  }

  private static Map<Window, Integer> limits(Fields config) {
    Map<Window, Integer> limits = new EnumMap<>(Window.class);
    int shorter = 0;
    for (Window window : Window.values()) {
      Integer limit = config.integerOrNull(window.field(), 1, Integer.MAX_VALUE);
      if (limit == null) {
        continue;
      }
      if (limit < shorter) {
        // Kong refuses this, so a file that edge accepts must not do it either
        throw config.refusal(
            window.field(), "can't be lower than the limit of a shorter window, " + shorter);
      }
      limits.put(window, limit);
      shorter = limit;
    }
    if (limits.isEmpty()) {
      throw config.refusal("has no limit: give second, minute, hour or day");
    }
    return limits;
  }

  private static Plugin.@Nullable Redis redis(Fields config, boolean used) {
    String host = config.textOrNull("host");
    if (used && (host == null || host.isEmpty())) {
      throw config.refusal("has no host, which policy: redis needs");
    }
    config.textOrNull("server_name");
    Plugin.Redis redis =
        new Plugin.Redis(
            host == null ? "" : host,
            config.integer("port", 6379, 1, 65_535),
            emptyAsNull(config.textOrNull("username")),
            emptyAsNull(config.textOrNull("password")),
            config.integer("database", 0, 0, 65_535),
            config.integer("timeout", 2_000, 1, 600_000),
            config.flag("ssl", false));
    if (config.flag("ssl_verify", false) != redis.ssl()) {
      throw config.refusal(
          "must have ssl and ssl_verify alike: edge verifies a certificate always");
    }
    config.end();
    return used ? redis : null;
  }

  private static @Nullable String emptyAsNull(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  private static Plugin requestSizeLimiting(Fields config) {
    int size = config.integer("allowed_payload_size", 128, 0, Integer.MAX_VALUE);
    String unit =
        config.oneOf("size_unit", "megabytes", List.of("megabytes", "kilobytes", "bytes"));
    long factor =
        switch (unit) {
          case "bytes" -> 1;
          case "kilobytes" -> 1L << 10;
          default -> 1L << 20;
        };
    return new Plugin.RequestSizeLimiting(
        size * factor, config.flag("require_content_length", false));
  }

  private static Plugin requestTransformer(Fields config) {
    Plugin.RequestTransformer transformer =
        new Plugin.RequestTransformer(removedHeaders(config), addedHeaders(config));
    for (Header header : transformer.addHeaders()) {
      if (header.value().contains("$(")) {
        throw config.refusal("add", "has a template in " + header.name() + ": edge runs no Lua");
      }
    }
    return transformer;
  }

  private static Plugin responseTransformer(Fields config) {
    return new Plugin.ResponseTransformer(removedHeaders(config), addedHeaders(config));
  }

  private static List<String> removedHeaders(Fields config) {
    Fields remove = config.map("remove");
    List<String> headers = remove.texts("headers");
    remove.end();
    return headers;
  }

  private static List<Header> addedHeaders(Fields config) {
    Fields add = config.map("add");
    List<Header> headers = new ArrayList<>();
    for (String entry : add.texts("headers")) {
      int colon = entry.indexOf(':');
      if (colon < 1) {
        throw add.refusal("headers", "has \"" + entry + "\": write name:value");
      }
      headers.add(new Header(entry.substring(0, colon), entry.substring(colon + 1).strip()));
    }
    add.end();
    return List.copyOf(headers);
  }

  private static Plugin ipRestriction(Fields config) {
    List<String> allow = config.texts("allow");
    List<String> deny = config.texts("deny");
    if (allow.isEmpty() && deny.isEmpty()) {
      throw config.refusal("has neither allow nor deny");
    }
    checkNetworks(config, "allow", allow);
    checkNetworks(config, "deny", deny);
    return new Plugin.IpRestriction(
        allow, deny, config.integer("status", 403, 100, 599), config.textOrNull("message"));
  }

  private static void checkNetworks(Fields config, String name, List<String> networks) {
    try {
      Networks.of(networks);
    } catch (IllegalArgumentException e) {
      throw config.refusal(name, "has an entry that is none: " + e.getMessage());
    }
  }

  private static Plugin acl(Fields config) {
    List<String> allow = config.texts("allow");
    List<String> deny = config.texts("deny");
    if (allow.isEmpty() == deny.isEmpty()) {
      throw config.refusal("must have either allow or deny");
    }
    // edge tells services no groups, so hiding them changes nothing
    config.flag("hide_groups_header", false);
    return new Plugin.Acl(allow, deny);
  }
}
