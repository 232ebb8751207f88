package dev.minibaas.acceptance.databases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /admin/v1/databases} through the gateway. */
@Tag("registry")
class RegistryIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final String DATABASES = "/admin/v1/databases";
  private static final String UNREACHABLE = "postgresql://user:hidden-password@127.0.0.1:1/db";

  private final Api api = PLATFORM.api();
  private final Account owner = api.signUp();

  private Answer register(Account account, String name) {
    return api.post(
            DATABASES,
            """
            {"engine":"postgresql","name":"%s","connection_string":"%s"}\
            """
                .formatted(name, UNREACHABLE))
        .as(account)
        .send();
  }

  @Test
  void a_tenant_registers_lists_changes_and_tests_a_database() {
    Answer made = register(owner, "mine").is(201).isHarmlessJson();
    assertThat(made.text("/success")).isEqualTo("true");
    assertThat(made.text("/data/tenant_id")).isEqualTo(owner.id());
    String id = made.text("/data/id");

    register(owner, "mine").is(409);
    assertThat(api.get(DATABASES + "/" + id).as(owner).send().is(200).text("/data/name"))
        .isEqualTo("mine");
    api.get(DATABASES + "/not-a-uuid").as(owner).send().is(400);
    Answer list = api.get(DATABASES).as(owner).send().is(200);
    assertThat(list.text("/data/0/id")).isEqualTo(id);
    assertThat(list.text("/meta/pagination/total")).isEqualTo("1");
    assertThat(
            api.patch(DATABASES + "/" + id, "{\"name\":\"renamed\"}")
                .as(owner)
                .send()
                .is(200)
                .text("/data/name"))
        .isEqualTo("renamed");
    Answer test = api.post(DATABASES + "/" + id + "/test", "").as(owner).send().is(200);
    assertThat(test.text("/data/healthy")).isEqualTo("false");
    assertThat(test.text("/data/reason")).isEqualTo("unreachable");

    for (Answer answer : new Answer[] {made, list, test}) {
      assertThat(answer.body()).doesNotContain("hidden-password");
    }
    api.delete(DATABASES + "/" + id).as(owner).send().is(403);
    api.delete(DATABASES + "/" + id).key(PLATFORM.serviceKey()).send().is(200);
    api.get(DATABASES + "/" + id).as(owner).send().is(404);
  }

  @Test
  void another_tenant_finds_nothing_whatever_headers_say() {
    String id = register(owner, "private").is(201).text("/data/id");
    Account other = api.signUp();
    for (String header : new String[] {"X-Tenant-Id", "X-User-Id"}) {
      api.get(DATABASES + "/" + id).as(other).header(header, owner.id()).send().is(404);
      api.patch(DATABASES + "/" + id, "{\"name\":\"taken\"}")
          .as(other)
          .header(header, owner.id())
          .send()
          .is(404);
      assertThat(
              api.get(DATABASES).as(other).header(header, owner.id()).send().is(200).text("/data"))
          .isEqualTo("[]");
    }
    api.post(DATABASES + "/" + id + "/test", "").as(other).send().is(404);
  }

  @Test
  void nobody_registers_without_being_somebody() {
    api.get(DATABASES).send().is(401);
    api.get(DATABASES).withoutKey().send().is(401);
    api.get(DATABASES).bearer("forged").send().is(401);
    api.get("/admin/v1/databases/health/live").withoutKey().send().is(401);
    api.get("/admin/v1/health/ready").send().is(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/v1/internal/databases/%s/connect",
        "/admin/v1/databases/../internal/databases/%s/connect",
        "/admin/v1/databases/%%2e%%2e/internal/databases/%s/connect",
        "/admin/v1/databases/..;/internal/databases/%s/connect",
        "/admin/v1//internal/databases/%s/connect",
        "/admin/v1/databases/%s/connect",
      })
  void the_connect_call_is_not_to_be_had_through_the_gateway(String path) {
    UUID id = UUID.fromString(register(owner, "c" + UUID.randomUUID()).is(201).text("/data/id"));
    for (String key : new String[] {PLATFORM.anonKey(), PLATFORM.serviceKey()}) {
      Answer answer =
          api.get(path.formatted(id))
              .key(key)
              .as(owner)
              .header("X-Tenant-Id", owner.id())
              .header("X-Service-Token", "anything")
              .send()
              .is(400, 404);
      assertThat(answer.body()).doesNotContain("hidden-password");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{|invalid_json",
        "[]|invalid_payload",
        "{'engine':'oracle','name':'n','connection_string':'c'}|invalid_engine",
        "{'engine':'mysql','name':'','connection_string':'c'}|invalid_name",
        "{'engine':'mysql','name':'n','connection_string':'c'}|invalid_connection",
        "{'engine':'postgresql','name':'n','connection_string':"
            + "'postgresql://u:p@169.254.169.254/d'}|invalid_connection",
        "{'engine':'sqlite','name':'n','connection_string':'sqlite:../../etc/passwd'}"
            + "|invalid_connection",
      })
  void bad_input_is_refused(String example) {
    int bar = example.lastIndexOf('|');
    Answer answer =
        api.post(DATABASES, example.substring(0, bar).replace('\'', '"'))
            .as(owner)
            .send()
            .is(400)
            .isHarmlessJson();
    assertThat(answer.text("/error/code")).isEqualTo(example.substring(bar + 1));
  }

  @Test
  void a_body_of_more_than_64_kilobytes_is_refused() {
    api.post(DATABASES, "{\"name\":\"" + "x".repeat(65 * 1024) + "\"}").as(owner).send().is(413);
  }

  @Test
  void only_the_service_role_rotates_the_vault() {
    String rotate = DATABASES + "/vault/rotate";
    api.post(rotate, "").as(owner).send().is(403);
    register(owner, "rotated").is(201);
    Answer rotated = api.post(rotate, "").key(PLATFORM.serviceKey()).send().is(200);
    assertThat(rotated.text("/data/failed")).isEqualTo("[]");
  }
}
