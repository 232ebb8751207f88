package dev.minibaas.acceptance.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.container.probe.ProbeAuthentication;
import dev.minibaas.acceptance.container.probe.ProbeResource;
import dev.minibaas.acceptance.container.probe.Switch;
import dev.minibaas.acceptance.hostile.Tokens;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a service gets from the shared library, seen from outside the server. */
@Tag("container")
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class PlatformInServerIT {
  private static final String SUBJECT = "6f1c0a52-7d3e-4c7b-9d53-0a8a3b1c2d4e";

  private final Api api = Probe.api();
  private final Api operations = Probe.operations();

  @Deployment(testable = false)
  static WebArchive probe() {
    return Probe.war();
  }

  private static String token() {
    return Tokens.valid(
        ProbeAuthentication.SECRET, Tokens.claims(SUBJECT, Instant.now().plusSeconds(600)));
  }

  @Test
  void every_way_to_ask_names_the_same_caller() {
    JsonObject who = api.get("/api/who").bearer(token()).send().is(200).object();
    for (String way : new String[] {"caller", "token", "subject", "principal", "servlet"}) {
      assertThat(who.getString(way)).as(way).isEqualTo(SUBJECT);
    }
    assertThat(who.getString("role")).isEqualTo("authenticated");
    assertThat(who.getString("groups")).isEqualTo("authenticated");
    assertThat(who.getString("scheme")).isEqualTo("Bearer");
    assertThat(who.getBoolean("inRole")).isTrue();
    assertThat(who.getBoolean("inAnotherRole")).isFalse();
  }

  @Test
  void a_key_is_a_role() {
    assertThat(role(api.get("/api/who").send())).isEqualTo("anon");
    assertThat(role(api.get("/api/who").withoutKey().send())).isEqualTo("anon");
    assertThat(role(api.get("/api/who").key("unknown").send())).isEqualTo("anon");
    assertThat(role(api.get("/api/who").key(ProbeAuthentication.SERVICE_KEY).send()))
        .isEqualTo("service_role");
    assertThat(role(api.get("/api/who").bearer(ProbeAuthentication.SERVICE_KEY).send()))
        .isEqualTo("service_role");
    assertThat(
            role(api.get("/api/who").key(ProbeAuthentication.SERVICE_KEY).bearer(token()).send()))
        .as("a token goes before the key")
        .isEqualTo("authenticated");
  }

  private static String role(Answer answer) {
    return answer.is(200).text("/role");
  }

  @Test
  void resources_are_for_the_roles_they_name() {
    Answer refusal = api.get("/api/service").bearer(token()).send().is(403);
    assertThat(refusal.isHarmlessJson().text("/error/code")).isEqualTo("forbidden");
    assertThat(refusal.object().getInt("statusCode")).isEqualTo(403);
    assertThat(refusal.object().getBoolean("success")).isFalse();
    assertThat(refusal.text("/request_id")).isEqualTo(refusal.needs("X-Request-ID"));
    api.get("/api/user").bearer(token()).send().is(200);
    api.get("/api/user").send().is(403);
    api.get("/api/service").key(ProbeAuthentication.SERVICE_KEY).send().is(200);
    api.get("/api/denied").key(ProbeAuthentication.SERVICE_KEY).send().is(403);
  }

  @Test
  void an_invalid_token_is_refused_before_the_resource() {
    for (String path : new String[] {"/api/who", "/api/boom", "/api/nowhere", "/health/live"}) {
      Answer answer = api.get(path).bearer("invalid.jwt.token").send().is(401);
      assertThat(answer.isHarmlessJson().text("/error/code")).isEqualTo("invalid_token");
      assertThat(answer.needs("WWW-Authenticate")).isEqualTo("Bearer");
    }
  }

  @Test
  void the_text_of_an_exception_stays_inside() {
    Answer answer = api.get("/api/boom").send().is(500);
    assertThat(answer.isHarmlessJson().text("/error/code")).isEqualTo("internal_error");
    assertThat(answer.body()).doesNotContain(ProbeResource.SECRET_TEXT);
    assertThat(answer.headers().toString()).doesNotContain(ProbeResource.SECRET_TEXT);
  }

  @Test
  void what_the_framework_refuses_has_the_envelope_too() {
    assertThat(api.get("/api/nowhere").send().is(404).isHarmlessJson().text("/error/code"))
        .isEqualTo("not_found");
    assertThat(api.delete("/api/who").send().is(405).isHarmlessJson().text("/error/code"))
        .isEqualTo("method_not_allowed");
    assertThat(
            api.put("/api/body", "{\"open\":").send().is(400).isHarmlessJson().text("/error/code"))
        .isEqualTo("invalid_json");
    assertThat(
            api.call("PUT", "/api/body")
                .body("text/plain", new byte[] {'x'})
                .send()
                .is(415)
                .isHarmlessJson()
                .text("/error/code"))
        .isEqualTo("unsupported_media_type");
  }

  @Test
  void a_request_id_is_kept_when_it_is_harmless() {
    assertThat(id("trace-1.2:3#4_5")).isEqualTo("trace-1.2:3#4_5");
    for (String hostile : new String[] {"a\"b", "a b", "<script>", "x".repeat(129), "ä"}) {
      assertThat(UUID.fromString(id(hostile))).as(hostile).isNotNull();
    }
    assertThat(UUID.fromString(api.get("/api/who").send().needs("X-Request-ID"))).isNotNull();
  }

  private String id(String given) {
    return api.get("/api/who").header("X-Request-ID", given).send().is(200).needs("X-Request-ID");
  }

  @Test
  void health_is_told_in_the_platforms_shape_by_the_servers_checks() {
    assertThat(api.get("/health/live").send().is(200).body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(api.get("/health/ready").send().is(200).body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(operations.get("/health/ready").send().is(200).body()).contains(Switch.NAME);
    api.call("PUT", "/api/ready/false").send().is(200);
    try {
      JsonObject degraded = api.get("/health/ready").send().is(503).object();
      assertThat(degraded.getString("status")).isEqualTo("degraded");
      assertThat(degraded.getJsonArray("details").getString(0)).isEqualTo(Switch.NAME);
      api.get("/health/live").send().is(200);
      assertThat(operations.get("/health/ready").send().is(503).body()).contains(Switch.NAME);
    } finally {
      api.call("PUT", "/api/ready/true").send().is(200);
    }
    api.get("/health/ready").send().is(200);
  }

  @Test
  void requests_are_measured_in_buckets() {
    api.get("/api/who").send().is(200);
    String metrics = operations.get("/metrics").send().is(200).body();
    assertThat(metrics)
        .containsPattern("http_request_duration_seconds_bucket\\{[^}]*le=\"0.01\"[^}]*\\} ")
        .containsPattern("http_request_duration_seconds_count\\{[^}]*method=\"GET\"")
        .containsPattern("http_request_duration_seconds_count\\{[^}]*route=\"/probe\"")
        .containsPattern("http_request_duration_seconds_count\\{[^}]*status_code=\"200\"");
  }

  @Test
  void nobody_gets_a_session() {
    assertThat(operations.get("/metrics").send().header("Set-Cookie")).isEmpty();
    assertThat(operations.get("/health").send().header("Set-Cookie")).isEmpty();
    assertThat(api.get("/api/who").send().header("Set-Cookie")).isEmpty();
    assertThat(api.get("/api/boom").send().header("Set-Cookie")).isEmpty();
  }
}
