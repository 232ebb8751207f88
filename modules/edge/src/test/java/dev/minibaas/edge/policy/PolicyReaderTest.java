package dev.minibaas.edge.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.minibaas.edge.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
  private static final String HEAD =
      """
      _format_version: "3.0"
      services:
        - name: rest
          url: http://rest:3000
          routes:
            - name: rest
              paths: [/rest/v1]
              strip_path: false
      consumers:
        - username: anon
          keyauth_credentials: [{key: one}]
      """;

  static String shipped() throws IOException {
    Path file = Path.of(System.getProperty("root.dir"), "kong", "kong.yml");
    return Template.parse(Files.readString(file))
        .render(
            Map.of("KONG_PUBLIC_API_KEY", "anon-key", "KONG_SERVICE_API_KEY", "service-key")::get);
  }

  private static Policy read(String plugins) {
    return PolicyReader.read(HEAD + "plugins:\n" + plugins.indent(2));
  }

  @Test
  void the_shipped_file_has_the_contract_s_limits_as_defaults() throws IOException {
    Policy policy = PolicyReader.read(shipped());
    assertThat(policy.routes())
        .extracting(Policy.Route::name)
        .containsExactly(
            "auth",
            "auth-open",
            "auth-browser",
            "rest",
            "registry",
            "permissions",
            "schemas",
            "query",
            "mongo",
            "realtime");
    assertThat(policy.plugins())
        .filteredOn(scoped -> scoped.plugin() instanceof Plugin.RateLimiting)
        .extracting(
            scoped -> scoped.service(), scoped -> ((Plugin.RateLimiting) scoped.plugin()).limits())
        .containsExactly(
            tuple("auth", Map.of(Window.MINUTE, 60, Window.HOUR, 2000)),
            tuple("auth-open", Map.of(Window.MINUTE, 300)),
            tuple("auth-browser", Map.of(Window.MINUTE, 60, Window.HOUR, 2000)),
            tuple("rest", Map.of(Window.MINUTE, 180, Window.HOUR, 5000)),
            tuple("registry", Map.of(Window.MINUTE, 60, Window.HOUR, 1000)),
            tuple("permissions", Map.of(Window.MINUTE, 120, Window.HOUR, 3000)),
            tuple("schemas", Map.of(Window.MINUTE, 60, Window.HOUR, 1000)),
            tuple("query", Map.of(Window.MINUTE, 300, Window.HOUR, 8000)),
            tuple("mongo", Map.of(Window.MINUTE, 180, Window.HOUR, 5000)),
            tuple("realtime", Map.of(Window.MINUTE, 120, Window.HOUR, 3000)));
    assertThat(policy.plugins())
        .filteredOn(scoped -> scoped.plugin() instanceof Plugin.RequestSizeLimiting)
        .extracting(scoped -> ((Plugin.RequestSizeLimiting) scoped.plugin()).maxBytes())
        .containsExactly(
            1L << 20, 1L << 20, 10L << 20, 1L << 16, 1L << 16, 1L << 16, 1L << 20, 1L << 19,
            4L << 20);
  }

  @Test
  void an_unknown_plugin_is_refused_with_its_name_and_line() {
    assertThatThrownBy(() -> read("- name: pre-function\n  config: {access: [x]}"))
        .isInstanceOf(InvalidPolicy.class)
        .hasMessageContaining("line 13")
        .hasMessageContaining("\"pre-function\"");
  }

  @Test
  void an_unknown_field_is_refused_with_its_plugin_and_line() {
    assertThatThrownBy(
            () -> read("- name: rate-limiting\n  config:\n    minute: 5\n    minutee: 6"))
        .isInstanceOf(InvalidPolicy.class)
        .hasMessageContaining("line 16")
        .hasMessageContaining("plugins[0] config")
        .hasMessageContaining("\"minutee\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate-limiting         | {}                                    | has no limit",
        "rate-limiting         | {minute: 0}                           | minute must be",
        "rate-limiting         | {minute: '5'}                         | minute must be",
        "rate-limiting         | {minute: 5, hour: 4}                  | hour can't be lower",
        "rate-limiting         | {minute: 5, policy: cluster}          | policy must be",
        "rate-limiting         | {minute: 5, policy: redis}            | has no host",
        "rate-limiting         | {minute: 5, limit_by: path}           | limit_by must be",
        "rate-limiting         | {minute: 5, limit_by: header}         | no header_name",
        "rate-limiting         | {minute: 5, redis: {hosts: x}}        | \"hosts\"",
        "rate-limiting         | {minute: 5, redis: {ssl: true}}       | ssl_verify",
        "key-auth              | {key_in_body: true}                   | key_in_body",
        "key-auth              | {key_names: apikey}                   | key_names must be a list",
        "key-auth              | {anonymous: nobody}                   | \"nobody\"",
        "cors                  | {origins: ['.*']}                     | origins has",
        "cors                  | {origins: [example.com]}              | origins has",
        "cors                  | {allow_origin_absent: false}          | allow_origin_absent",
        "correlation-id        | {generator: snowflake}                | generator must be",
        "request-size-limiting | {size_unit: gigabytes}                | size_unit must be",
        "request-transformer   | {rename: {headers: ['a:b']}}          | \"rename\"",
        "request-transformer   | {remove: {querystring: [a]}}          | \"querystring\"",
        "request-transformer   | {add: {headers: ['a:$(headers.b)']}}  | runs no Lua",
        "response-transformer  | {add: {headers: [nocolon]}}           | name:value",
        "response-transformer  | {add: {json: ['a:b']}}                | \"json\"",
        "ip-restriction        | {}                                    | neither allow nor deny",
        "acl                   | {allow: [a], deny: [b]}               | either allow or deny"
      })
  void a_configuration_that_edge_cannot_execute_is_refused(
      String plugin, String config, String reason) {
    assertThatThrownBy(() -> read("- name: " + plugin + "\n  config: " + config))
        .isInstanceOf(InvalidPolicy.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paths: [/rest/v1]            | paths: ['~/rest/v[0-9]']   | plain prefixes",
        "strip_path: false            | strip_path: true           | strip_path: false",
        "strip_path: false            | tags: []                   | strip_path: false",
        "strip_path: false            | headers: {a: [b]}          | strip_path",
        "url: http://rest:3000        | host: [rest]               | host must be a text",
        "url: http://rest:3000        | ca_certificates: []        | \"ca_certificates\"",
        "username: anon               | custom_id: x               | has no username",
        "{key: one}                   | {key: one}, {key: one}     | taken",
        "{key: one}                   | {key: 1}                   | quote it",
        "_format_version: \"3.0\"     | _format_version: \"2.1\"   | _format_version must be",
        "consumers:                   | certificates:              | \"certificates\""
      })
  void an_entity_that_edge_cannot_execute_is_refused(String was, String becomes, String reason) {
    assertThatThrownBy(() -> PolicyReader.read(HEAD.replace(was, becomes)))
        .isInstanceOf(InvalidPolicy.class)
        .hasMessageContaining(reason);
  }

  @Test
  void a_plugin_is_there_once_per_scope() {
    String size = "- name: request-size-limiting\n  config: {allowed_payload_size: 1}\n";
    assertThatThrownBy(() -> read(size + size)).hasMessageContaining("twice");
    assertThatCode(() -> read(size + size + "  route: rest\n")).doesNotThrowAnyException();
  }

  @Test
  void references_must_lead_somewhere() {
    String size = "- name: request-size-limiting\n  ";
    assertThatThrownBy(() -> read(size + "route: nowhere")).hasMessageContaining("\"nowhere\"");
    assertThatThrownBy(() -> read(size + "service: no")).hasMessageContaining("\"no\"");
    assertThatThrownBy(() -> read(size + "consumer: x")).hasMessageContaining("\"x\"");
    assertThatThrownBy(() -> read("- name: cors\n  consumer: anon"))
        .hasMessageContaining("can't be bound to a consumer");
  }

  @Test
  void a_disabled_plugin_is_checked_and_left_out() {
    assertThat(read("- name: cors\n  enabled: false").plugins()).isEmpty();
    assertThatThrownBy(() -> read("- name: cors\n  enabled: false\n  config: {x: 1}"))
        .hasMessageContaining("\"x\"");
  }

  @Test
  void precedence_is_that_of_kong() {
    Plugin any = new Plugin.Acl(List.of("a"), List.of());
    List<Integer> fromMostSpecific =
        List.of(
            precedence(any, "s", "r", "c"),
            precedence(any, null, "r", "c"),
            precedence(any, "s", null, "c"),
            precedence(any, "s", "r", null),
            precedence(any, null, null, "c"),
            precedence(any, null, "r", null),
            precedence(any, "s", null, null),
            precedence(any, null, null, null));
    assertThat(fromMostSpecific).isSortedAccordingTo((a, b) -> b - a).doesNotHaveDuplicates();
  }

  private static int precedence(
      Plugin plugin, @Nullable String service, @Nullable String route, @Nullable String consumer) {
    return new Policy.ScopedPlugin(plugin, service, route, consumer, "").precedence();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [                          | no YAML",
        "a: !!java.net.URL [http://x]  | has no _format_version",
        "_format_version: !!java.net.URL x | must be a text",
        "[]                            | must be a mapping",
        "{a: 1, a: 2}                  | twice"
      })
  void what_is_no_policy_at_all_is_refused(String yaml, String reason) {
    assertThatThrownBy(() -> PolicyReader.read(yaml))
        .isInstanceOf(InvalidPolicy.class)
        .hasMessageContaining(reason);
  }
}
