package dev.minibaas.edge;

import dev.minibaas.edge.address.Networks;
import dev.minibaas.edge.policy.InvalidPolicy;
import dev.minibaas.edge.policy.Policy;
import dev.minibaas.edge.policy.PolicyReader;
import dev.minibaas.edge.template.InvalidTemplate;
import dev.minibaas.edge.template.Template;
import dev.minibaas.platform.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of edge, those that the policy's placeholders name included.
 *
 * @param embedded whether the gateway runs here; otherwise another one stands before the server
 * @param trustedProxies peers that may say who the client is
 * @param internalPort where services of this server reach each other, past the gateway; 0 for none
 * @param policy what the file says; nothing when not embedded
 */
public record EdgeConfig(
    boolean embedded, Networks trustedProxies, int internalPort, Policy policy) {
  private static final Policy NOTHING = new Policy(List.of(), List.of(), List.of());
  private static final String PACKAGED = "kong.yml";

  /** Reads the settings; problems are collected there, so {@code settings.check()} must follow. */
  public static EdgeConfig from(Settings settings) {
    boolean embedded =
        settings.oneOf("EDGE", "embedded", List.of("embedded", "external")).equals("embedded");
    Networks trusted = trustedProxies(settings);
    String file = settings.textOrNull("KONG_CONFIG");
    int internalPort = settings.integer("INTERNAL_PORT", 0, 0, 65535);
    return new EdgeConfig(
        embedded, trusted, internalPort, embedded ? policy(settings, file) : NOTHING);
  }

  private static Networks trustedProxies(Settings settings) {
    try {
      return Networks.of(settings.list("EDGE_TRUSTED_PROXIES", ""));
    } catch (IllegalArgumentException e) {
      settings.problem("EDGE_TRUSTED_PROXIES: " + e.getMessage());
      return Networks.of(List.of());
    }
  }

  private static Policy policy(Settings settings, @Nullable String file) {
    try {
      String text = file == null ? packaged() : Files.readString(Path.of(file));
      String rendered = render(settings, Template.parse(text));
      return rendered == null ? NOTHING : PolicyReader.read(rendered);
    } catch (InvalidTemplate | InvalidPolicy e) {
      settings.problem((file == null ? PACKAGED : file) + " " + e.getMessage());
    } catch (IOException | InvalidPathException e) {
      settings.problem("KONG_CONFIG is \"" + file + "\", which can't be read: " + e.getMessage());
    }
    return NOTHING;
  }

  private static String packaged() throws IOException {
    try (InputStream file = EdgeConfig.class.getResourceAsStream(PACKAGED)) {
      if (file == null) {
        throw new IOException("this build of edge has no " + PACKAGED);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The rendered text; null when a value is missing or unusable, which is noted as a problem. */
  private static @Nullable String render(Settings settings, Template template) {
    Map<String, String> values = new HashMap<>();
    boolean complete = true;
    for (Template.Placeholder placeholder : template.placeholders()) {
      String value = ask(settings, placeholder);
      values.put(placeholder.name(), value);
      complete &= !value.isEmpty() || placeholder.fallback() != null;
      if (!Template.isSafe(value)) {
        complete = false;
        settings.problem(
            placeholder.name()
                + " has a quote, a backslash, a dollar sign, a backtick or a control character:"
                + " use other characters");
      }
    }
    return complete ? template.render(values::get) : null;
  }

  private static String ask(Settings settings, Template.Placeholder placeholder) {
    String name = placeholder.name();
    String fallback = placeholder.fallback();
    boolean secret = name.endsWith("_KEY") || name.endsWith("_PASSWORD");
    if (fallback == null) {
      String fix = "the gateway's policy needs it (kong.yml line " + placeholder.line() + ")";
      return secret ? settings.secret(name, 1, fix) : settings.required(name, fix);
    }
    String value = secret ? settings.secretOrNull(name) : settings.text(name, fallback);
    return value == null ? fallback : value;
  }
}
