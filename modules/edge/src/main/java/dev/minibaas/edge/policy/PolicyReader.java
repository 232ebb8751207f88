package dev.minibaas.edge.policy;

import dev.minibaas.edge.policy.Policy.Consumer;
import dev.minibaas.edge.policy.Policy.Route;
import dev.minibaas.edge.policy.Policy.ScopedPlugin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a declarative configuration of Kong 3, as far as edge executes it. */
public final class PolicyReader {
  private final List<Route> routes = new ArrayList<>();
  private final List<Consumer> consumers = new ArrayList<>();
  private final List<ScopedPlugin> plugins = new ArrayList<>();
  private final Set<String> services = new HashSet<>();

  private PolicyReader() {}

  /**
   * @param yaml the rendered file
   * @throws InvalidPolicy on anything that edge doesn't know or Kong would refuse
   */
  public static Policy read(String yaml) {
    return new PolicyReader().readFile(new Fields("the file", parse(yaml)));
  }

  private static Node parse(String yaml) {
    LoadSettings settings =
        LoadSettings.builder().setUseMarks(true).setMaxAliasesForCollections(50).build();
    try {
      return new Compose(settings)
          .composeString(yaml)
          .orElseThrow(() -> new InvalidPolicy("the file is empty"));
    } catch (YamlEngineException e) {
      throw new InvalidPolicy("the file is no YAML: " + e.getMessage());
    }
  }

  private Policy readFile(Fields file) {
    file.oneOf("_format_version", null, List.of("3.0"));
    file.flag("_transform", true);
    file.maps("services").forEach(this::readService);
    file.maps("consumers").forEach(this::readConsumer);
    for (Fields plugin : file.maps("plugins")) {
      addPlugin(
          plugin,
          plugin.textOrNull("service"),
          plugin.textOrNull("route"),
          plugin.textOrNull("consumer"));
    }
    file.end();
    new PolicyRules(routes, consumers, plugins, services).check();
    return new Policy(List.copyOf(routes), List.copyOf(consumers), List.copyOf(plugins));
  }

  private void readService(Fields service) {
    String name = service.text("name");
    if (!services.add(name)) {
      throw service.refusal("name", "\"" + name + "\" is taken");
    }
    ignoreProxying(service);
    for (Fields route : service.maps("routes")) {
      readRoute(route, name);
    }
    for (Fields plugin : service.maps("plugins")) {
      addPlugin(plugin, name, null, null);
    }
    service.end();
  }

  /** Fields about the connection to the upstream, which edge hasn't. */
  private static void ignoreProxying(Fields service) {
    service.texts("tags");
    List.of("url", "host", "path").forEach(service::textOrNull);
    service.oneOf("protocol", "http", List.of("http", "https"));
    service.integer("port", 80, 0, 65_535);
    service.integer("retries", 5, 0, 32_767);
    for (String timeout : List.of("connect_timeout", "read_timeout", "write_timeout")) {
      service.integer(timeout, 60_000, 1, Integer.MAX_VALUE - 1);
    }
  }

  private void readRoute(Fields route, String service) {
    String name = route.text("name");
    List<String> paths = route.texts("paths");
    List<String> methods = route.texts("methods");
    List<String> hosts = route.texts("hosts");
    if (paths.isEmpty()) {
      throw route.refusal("has no paths: edge finds routes by their path");
    }
    for (String path : paths) {
      if (!path.startsWith("/")) {
        throw route.refusal("paths", "has \"" + path + "\": edge knows plain prefixes only");
      }
    }
    for (String host : hosts) {
      if (host.contains("*") || !host.equals(host.toLowerCase(Locale.ROOT))) {
        throw route.refusal("hosts", "has \"" + host + "\": write a plain name in lower case");
      }
    }
    if (route.flag("strip_path", true)) {
      throw route.refusal("must say strip_path: false, as services serve the gateway's path");
    }
    ignoreProxyingOfRoute(route);
    for (Fields plugin : route.maps("plugins")) {
      addPlugin(plugin, null, name, null);
    }
    route.end();
    routes.add(new Route(name, service, paths, methods, hosts));
  }

  private static void ignoreProxyingOfRoute(Fields route) {
    route.texts("tags");
    for (String flag : List.of("preserve_host", "request_buffering", "response_buffering")) {
      route.flag(flag, true);
    }
    readProtocols(route);
  }

  private static void readProtocols(Fields fields) {
    List<String> protocols = fields.texts("protocols");
    if (!protocols.isEmpty() && !Set.copyOf(protocols).equals(Set.of("http", "https"))) {
      throw fields.refusal("protocols", "must be http and https: edge makes no difference");
    }
  }

  private void readConsumer(Fields consumer) {
    String username = consumer.text("username");
    String id = consumer.textOrNull("id");
    consumer.textOrNull("custom_id");
    consumer.texts("tags");
    List<String> keys = new ArrayList<>();
    for (Fields credential : consumer.maps("keyauth_credentials")) {
      keys.add(credential.text("key"));
      credential.textOrNull("id");
      credential.texts("tags");
      credential.end();
    }
    List<String> groups = new ArrayList<>();
    for (Fields acl : consumer.maps("acls")) {
      groups.add(acl.text("group"));
      acl.textOrNull("id");
      acl.texts("tags");
      acl.end();
    }
    for (Fields plugin : consumer.maps("plugins")) {
      addPlugin(plugin, null, null, username);
    }
    consumer.end();
    consumers.add(new Consumer(username, id, List.copyOf(keys), List.copyOf(groups)));
  }

  private void addPlugin(
      Fields plugin, @Nullable String service, @Nullable String route, @Nullable String consumer) {
    Plugin config = PluginReader.read(plugin);
    readProtocols(plugin);
    plugin.texts("tags");
    plugin.textOrNull("id");
    plugin.textOrNull("instance_name");
    boolean enabled = plugin.flag("enabled", true);
    plugin.end();
    if (enabled) {
      plugins.add(new ScopedPlugin(config, service, route, consumer, plugin.where()));
    }
  }
}
