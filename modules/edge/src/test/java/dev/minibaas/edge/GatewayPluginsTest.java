package dev.minibaas.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.edge.RawHttp.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins and fields that the shipped policy doesn't use, or not that way. */
class GatewayPluginsTest {
  private static final String HEAD =
      """
      _format_version: "3.0"
      services:
        - name: rest
          routes:
            - name: rest
              paths: [/rest/v1]
              strip_path: false
      """;
  private static final String CONSUMERS =
      """
      consumers:
        - username: anon
          id: cd4f782c-ac87-5081-b322-b54834d15651
          keyauth_credentials: [{key: anon-key}]
        - username: service_role
          keyauth_credentials: [{key: service-key}, {key: second-key}]
          acls: [{group: backend}]
      """;
  private static final String ANON = "apikey: anon-key";
  private static final String SERVICE = "apikey: service-key";

  @TempDir Path folder;
  private @Nullable EmbeddedServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void start(String policy, Map<String, String> settings) throws IOException {
    Path file = Files.writeString(folder.resolve("kong.yml"), policy);
    Map<String, String> all = new HashMap<>(settings);
    all.put("KONG_CONFIG", file.toString());
    server = EmbeddedServer.start(all);
  }

  private void startWith(String plugins) throws IOException {
    start(HEAD + CONSUMERS + "plugins:\n" + plugins.indent(2), Map.of());
  }

  private Reply get(String path, String... headers) throws IOException {
    return send("GET " + path + " HTTP/1.1\n" + String.join("\n", headers), new byte[0]);
  }

  private Reply send(String head, byte[] body) throws IOException {
    return RawHttp.send(Objects.requireNonNull(server).uri(), head, body);
  }

  @Test
  void with_an_anonymous_consumer_a_missing_or_unknown_key_passes() throws IOException {
    for (String name : List.of("anon", "cd4f782c-ac87-5081-b322-b54834d15651")) {
      startWith(
          """
          - name: key-auth
            config: {anonymous: %s}
          - name: rate-limiting
            consumer: anon
            config: {minute: 7}
          """
              .formatted(name));
      for (Reply reply : List.of(get("/rest/v1/"), get("/rest/v1/", "apikey: unknown"))) {
        assertThat(reply.body()).contains("service: echo");
        assertThat(reply.first("RateLimit-Limit")).isEqualTo("7");
      }
      assertThat(get("/rest/v1/", SERVICE).all("RateLimit-Limit")).isEmpty();
      stop();
    }
  }

  @Test
  void the_shipped_policy_takes_its_anonymous_consumer_from_a_setting() throws IOException {
    server = EmbeddedServer.start(Map.of("KONG_ANONYMOUS_CONSUMER", "anon"));
    assertThat(get("/rest/v1/").body()).contains("service: echo");
    assertThat(get("/nowhere").status()).isEqualTo(404);
  }

  @Test
  void credentials_are_hidden_on_request_wherever_they_came_from() throws IOException {
    startWith("- name: key-auth\n  config: {hide_credentials: true, key_names: [apikey, x-key]}");
    assertThat(get("/rest/v1/", ANON).body())
        .contains("service: echo", "apikey: null")
        .doesNotContain("anon-key");
    assertThat(get("/rest/v1/?a=1&api%6bey=anon-key&b=2").body())
        .contains("query: a=1&b=2")
        .doesNotContain("anon-key");
    assertThat(get("/rest/v1/", "X-Key: second-key").body()).doesNotContain("second-key");
  }

  @Test
  void keys_are_looked_for_only_where_they_may_be() throws IOException {
    startWith("- name: key-auth\n  config: {key_in_query: false}");
    assertThat(get("/rest/v1/?apikey=anon-key").status()).isEqualTo(401);
    assertThat(get("/rest/v1/?apikey=anon-key").first("WWW-Authenticate")).isEqualTo("Key");
    stop();
    startWith("- name: key-auth\n  config: {key_in_header: false}");
    assertThat(get("/rest/v1/", ANON).status()).isEqualTo(401);
    assertThat(get("/rest/v1/?apikey=anon-key").status()).isEqualTo(200);
  }

  @Test
  void options_needs_a_key_unless_run_on_preflight_is_off() throws IOException {
    startWith("- name: key-auth");
    assertThat(send("OPTIONS /rest/v1/ HTTP/1.1", new byte[0]).status()).isEqualTo(401);
    stop();
    startWith("- name: key-auth\n  config: {run_on_preflight: false}");
    assertThat(send("OPTIONS /rest/v1/ HTTP/1.1", new byte[0]).body()).contains("service: echo");
  }

  @Test
  void groups_decide_who_may_pass() throws IOException {
    startWith("- name: key-auth\n- name: acl\n  config: {allow: [backend]}");
    assertThat(get("/rest/v1/", ANON).status()).isEqualTo(403);
    assertThat(get("/rest/v1/", ANON).body()).contains("You cannot consume this service");
    assertThat(get("/rest/v1/", SERVICE).status()).isEqualTo(200);
    stop();
    startWith("- name: key-auth\n- name: acl\n  config: {deny: [backend]}");
    assertThat(get("/rest/v1/", ANON).status()).isEqualTo(200);
    assertThat(get("/rest/v1/", SERVICE).status()).isEqualTo(403);
    stop();
    startWith("- name: acl\n  config: {deny: [backend]}");
    assertThat(get("/rest/v1/", ANON).status()).isEqualTo(401);
  }

  @Test
  void addresses_decide_who_may_pass() throws IOException {
    startWith("- name: ip-restriction\n  config: {deny: [127.0.0.0/8]}");
    assertThat(get("/rest/v1/").status()).isEqualTo(403);
    assertThat(get("/rest/v1/").body()).contains("IP address not allowed: 127.0.0.1");
    assertThat(get("/rest/v1/", "X-Forwarded-For: 10.0.0.1").status()).isEqualTo(403);
    stop();
    startWith("- name: ip-restriction\n  config: {allow: [10.0.0.0/8], status: 404, message: no}");
    assertThat(get("/rest/v1/").status()).isEqualTo(404);
    assertThat(get("/rest/v1/").body()).contains("\"message\":\"no\"");
    stop();
    startWith("- name: ip-restriction\n  config: {allow: [127.0.0.1, '::1']}");
    assertThat(get("/rest/v1/").status()).isEqualTo(200);
  }

  @Test
  void only_a_trusted_proxy_says_who_the_client_is() throws IOException {
    String policy = HEAD + "plugins:\n  - name: ip-restriction\n    config: {deny: [6.6.6.6]}\n";
    start(policy, Map.of("EDGE_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"));
    assertThat(get("/rest/v1/", "X-Forwarded-For: 6.6.6.6").status()).isEqualTo(403);
    assertThat(get("/rest/v1/", "X-Forwarded-For: 6.6.6.6, 10.1.1.1").status()).isEqualTo(403);
    assertThat(get("/rest/v1/", "X-Forwarded-For: 6.6.6.6, 1.2.3.4, 10.1.1.1").body())
        .contains("client: 1.2.3.4", "asked X-Real-IP: 1.2.3.4", "asked x-forwarded-for: 6.6.6.6");
    assertThat(get("/rest/v1/", "X-Real-IP: 6.6.6.6").status()).isEqualTo(403);
    assertThat(get("/rest/v1/", "X-Forwarded-For: junk").body()).contains("client: 127.0.0.1");
    assertThat(get("/rest/v1/", "X-Forwarded-For: [2001:db8::1]:4711").body())
        .contains("client: 2001:db8::1");
    stop();
    start(policy, Map.of("EDGE_TRUSTED_PROXIES", "10.0.0.0/8"));
    assertThat(get("/rest/v1/", "X-Forwarded-For: 6.6.6.6", "X-Real-IP: 6.6.6.6").body())
        .contains("client: 127.0.0.1", "asked X-Real-IP: 127.0.0.1", "asked x-forwarded-for: null")
        .doesNotContain("6.6.6.6");
  }

  @Test
  void the_most_specific_plugin_applies() throws IOException {
    startWith(
        """
        - name: key-auth
        - name: rate-limiting
          config: {minute: 1}
        - name: rate-limiting
          service: rest
          config: {minute: 2}
        - name: rate-limiting
          route: rest
          config: {minute: 3}
        - name: rate-limiting
          consumer: anon
          config: {minute: 4}
        - name: rate-limiting
          route: rest
          consumer: service_role
          config: {minute: 5}
        """);
    assertThat(get("/rest/v1/", ANON).first("RateLimit-Limit")).isEqualTo("4");
    assertThat(get("/rest/v1/", SERVICE).first("RateLimit-Limit")).isEqualTo("5");
  }

  @Test
  void limits_count_by_consumer_or_by_header() throws IOException {
    startWith("- name: key-auth\n- name: rate-limiting\n  config: {hour: 1}");
    assertThat(get("/rest/v1/", SERVICE).status()).isEqualTo(200);
    assertThat(get("/rest/v1/", "apikey: second-key").status()).isEqualTo(429);
    assertThat(get("/rest/v1/", ANON).status()).isEqualTo(200);
    stop();
    startWith(
        "- name: rate-limiting\n  config: {hour: 1, limit_by: header, header_name: X-Tenant,"
            + " hide_client_headers: true, error_code: 420, error_message: calm}");
    assertThat(get("/rest/v1/", "X-Tenant: a").all("RateLimit-Limit")).isEmpty();
    assertThat(get("/rest/v1/", "X-Tenant: a").status()).isEqualTo(420);
    assertThat(get("/rest/v1/", "X-Tenant: a").body()).contains("\"message\":\"calm\"");
    assertThat(get("/rest/v1/", "X-Tenant: b").status()).isEqualTo(200);
  }

  @Test
  void headers_are_added_and_removed_on_both_sides() throws IOException {
    startWith(
        """
        - name: request-transformer
          config:
            remove: {headers: [X-Secret]}
            add: {headers: ['X-Added: by-gateway', 'X-Sent: by-gateway']}
        - name: response-transformer
          config:
            remove: {headers: [X-Own]}
            add: {headers: ['X-Frame-Options: DENY', 'X-More: 1']}
        """);
    Reply reply = get("/rest/v1/loud", "x-secret: s", "X-Sent: by-client");
    assertThat(reply.body())
        .contains("header X-Added: [by-gateway]", "header X-Sent: [by-client]")
        .doesNotContainIgnoringCase("x-secret");
    assertThat(reply.all("X-Own")).isEmpty();
    assertThat(reply.all("X-Frame-Options")).containsExactly("SAMEORIGIN");
    assertThat(reply.all("X-More")).containsExactly("1");
  }

  @Test
  void a_service_cannot_change_what_the_gateway_decides() throws IOException {
    server = EmbeddedServer.start(Map.of());
    Reply reply =
        get("/rest/v1/loud", "apikey: " + EmbeddedServer.ANON_KEY, "Origin: http://evil.example");
    assertThat(reply.all("Access-Control-Allow-Origin")).isEmpty();
    assertThat(reply.all("X-Request-ID")).hasSize(1).doesNotContain("mine");
    assertThat(Integer.parseInt(reply.first("RateLimit-Remaining"))).isLessThan(180);
    assertThat(reply.all("X-Own")).containsExactly("a", "b");
    assertThat(String.join(",", reply.all("Vary"))).contains("Origin").contains("Accept");
  }

  @Test
  void a_reset_of_the_response_keeps_the_gateway_s_headers() throws IOException {
    server = EmbeddedServer.start(Map.of());
    Reply reply = get("/rest/v1/reset", "apikey: " + EmbeddedServer.ANON_KEY);
    assertThat(reply.all("X-Before")).isEmpty();
    for (String name :
        List.of("Via", "X-Request-ID", "X-Frame-Options", "RateLimit-Limit", "Vary")) {
      assertThat(reply.all(name)).as(name).hasSize(1);
    }
  }

  @Test
  void asynchronous_and_streamed_responses_pass() throws IOException {
    server = EmbeddedServer.start(Map.of());
    String key = "apikey: " + EmbeddedServer.ANON_KEY;
    for (String how : List.of("Content-Length: 3\n\nabc", "Transfer-Encoding: chunked")) {
      Reply reply =
          how.startsWith("T")
              ? send(
                  "POST /rest/v1/async HTTP/1.1\n" + key + "\n" + how,
                  RawHttp.chunked(new byte[] {1, 2, 3}))
              : send(
                  "POST /rest/v1/async HTTP/1.1\n" + key + "\nContent-Length: 3",
                  new byte[] {1, 2, 3});
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).contains("piece 0 of 3", "piece 1 of 3", "piece 2 of 3");
      assertThat(reply.all("X-Frame-Options")).containsExactly("DENY");
    }
  }

  @Test
  void a_service_that_swallows_the_failure_of_a_too_long_body_does_not_hide_the_413()
      throws IOException {
    startWith(
        "- name: request-size-limiting\n  config: {allowed_payload_size: 10, size_unit: bytes}");
    for (String path : List.of("/rest/v1/catch", "/rest/v1/writer", "/rest/v1/async")) {
      Reply reply =
          send(
              "POST " + path + " HTTP/1.1\nTransfer-Encoding: chunked",
              RawHttp.chunked(new byte[11]));
      assertThat(reply.status()).as(path + reply.body()).isEqualTo(413);
      assertThat(reply.body())
          .contains("Request size limit exceeded")
          .doesNotContain("the service's own error", "begun");
      assertThat(reply.all("X-Service-Error")).isEmpty();
      assertThat(reply.all("Via")).hasSize(1);
    }
    Reply fits =
        send(
            "POST /rest/v1/writer HTTP/1.1\nTransfer-Encoding: chunked",
            RawHttp.chunked(new byte[10]));
    assertThat(fits.status()).isEqualTo(200);
  }

  @Test
  void a_length_can_be_required() throws IOException {
    startWith("- name: request-size-limiting\n  config: {require_content_length: true}");
    Reply reply =
        send("POST /rest/v1/ HTTP/1.1\nTransfer-Encoding: chunked", RawHttp.chunked(new byte[1]));
    assertThat(reply.status()).isEqualTo(411);
    assertThat(reply.body()).contains("A valid Content-Length header is required");
  }

  @Test
  void any_origin_is_repeated_when_credentials_are_allowed() throws IOException {
    startWith("- name: cors\n  config: {origins: ['*'], credentials: true}");
    Reply reply = get("/rest/v1/", "Origin: http://a.example");
    assertThat(reply.all("Access-Control-Allow-Origin")).containsExactly("http://a.example");
    assertThat(get("/rest/v1/").all("Access-Control-Allow-Origin")).isEmpty();
    assertThat(get("/rest/v1/").all("Vary")).contains("Origin");
    stop();
    startWith("- name: cors\n  config: {origins: ['*']}");
    assertThat(get("/rest/v1/", "Origin: http://a.example").all("Access-Control-Allow-Origin"))
        .containsExactly("*");
    stop();
    startWith("- name: cors\n  config: {origins: ['http://one.example', 'https://two.example']}");
    assertThat(
            get("/rest/v1/", "Origin: https://two.example:443").all("Access-Control-Allow-Origin"))
        .containsExactly("https://two.example");
  }

  @Test
  void the_longest_path_wins_and_methods_and_hosts_narrow_a_route() throws IOException {
    start(
        """
        _format_version: "3.0"
        services:
          - name: rest
            routes:
              - {name: all, paths: [/rest/v1], strip_path: false}
              - {name: deep, paths: [/rest/v1/rpc], strip_path: false}
              - {name: writes, paths: [/rest/v1], methods: [DELETE], strip_path: false}
              - {name: host, paths: [/rest/v1], hosts: [other.example], strip_path: false}
        plugins:
          - {name: response-transformer, route: all, config: {add: {headers: ['X-Route: all']}}}
          - {name: response-transformer, route: deep, config: {add: {headers: ['X-Route: deep']}}}
          - {name: response-transformer, route: writes, config: {add: {headers: ['X-Route: w']}}}
          - {name: response-transformer, route: host, config: {add: {headers: ['X-Route: h']}}}
        """,
        Map.of());
    assertThat(get("/rest/v1/todos").first("X-Route")).isEqualTo("all");
    assertThat(get("/rest/v1/rpc/f").first("X-Route")).isEqualTo("deep");
    assertThat(get("/rest/v1/rp").first("X-Route")).isEqualTo("all");
    assertThat(send("DELETE /rest/v1/rpc/f HTTP/1.1", new byte[0]).first("X-Route")).isEqualTo("w");
    assertThat(get("/rest/v1/x", "Host: other.example").first("X-Route")).isEqualTo("h");
    assertThat(get("/auth/v1/health").status()).isEqualTo(404);
  }

  @Test
  void other_generators_give_other_ids() throws IOException {
    startWith("- name: correlation-id\n  config: {generator: uuid, header_name: X-Trace}");
    Reply quiet = get("/rest/v1/");
    assertThat(quiet.all("X-Trace")).isEmpty();
    assertThat(quiet.body()).containsPattern("header X-Trace: \\[[0-9a-f-]{36}\\]");
    stop();
    startWith("- name: correlation-id\n  config: {generator: tracker, echo_downstream: true}");
    assertThat(get("/rest/v1/").first("Kong-Request-ID"))
        .matches("127\\.0\\.0\\.1-[0-9]+-[0-9]+-[0-9]+-1-[0-9]+\\.[0-9]{3}");
  }

  @Test
  void ids_that_could_forge_a_log_line_are_replaced() throws IOException {
    server = EmbeddedServer.start(Map.of());
    for (String id : List.of("a b", "a\"b", "a{b}", "a/b", "x".repeat(129), "é", "")) {
      Reply reply = get("/rest/v1/", "apikey: " + EmbeddedServer.ANON_KEY, "X-Request-ID: " + id);
      assertThat(reply.first("X-Request-ID")).matches("[0-9a-f-]{36}#[0-9]+");
    }
  }

  @Test
  void behind_another_gateway_only_identity_headers_are_hidden() throws IOException {
    server = EmbeddedServer.start(Map.of("EDGE", "external"));
    Reply reply =
        get(
            "/rest/v1/todos",
            "X-User-Id: spoof",
            "x_consumer_username: spoof",
            "X-Request-ID: outer",
            "X-Forwarded-For: 1.2.3.4");
    assertThat(reply.body())
        .contains("service: echo", "header X-Request-ID: [outer]", "x-forwarded-for: 1.2.3.4")
        .doesNotContain("spoof");
    assertThat(reply.all("Via")).isEmpty();
    assertThat(reply.all("RateLimit-Limit")).isEmpty();
    Reply unknown = get("/nowhere", "X-Request-ID: outer");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body())
        .isEqualTo("{\"message\":\"no Route matched with those values\",\"request_id\":\"outer\"}");
  }
}
