package dev.minibaas.acceptance.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents: created, read, changed and deleted by their owner, and by nobody else. */
@Tag("phase14")
class Phase14DocumentsIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final String TASKS = "/mongo/v1/collections/tasks/documents";

  private final Api api = PLATFORM.api();

  @Test
  void health_needs_the_gateways_key() {
    api.get("/mongo/v1/health").withoutKey().send().is(401);
    api.get("/mongo/v1/health").key("invalid-key").send().is(401);
    Answer health = api.get("/mongo/v1/health").send().is(200);
    assertThat(health.text("/success")).isEqualTo("true");
    assertThat(health.text("/status")).isEqualTo("ok");
    assertThat(health.text("/data/mongo")).isEqualTo("ok");
    assertThat(api.get("/mongo/v1/health/live").send().is(200).text("/status")).isEqualTo("ok");
    assertThat(api.get("/mongo/v1/health/ready").send().is(200).text("/status")).isEqualTo("ok");
  }

  @ParameterizedTest
  @EnumSource(MongoDialect.class)
  void a_document_lives_and_dies(MongoDialect dialect) {
    Account a = api.signUp();
    Answer created =
        api.post(TASKS, dialect.create("{\"title\":\"first\",\"status\":\"open\"}"))
            .as(a)
            .send()
            .is(201);
    String id = dialect.read(created, "id");
    assertThat(id).matches("[0-9a-f]{24}");
    assertThat(created.text("/data/owner_id")).isEqualTo(a.id());
    assertThat(created.text("/success")).isEqualTo("true");
    assertThat(created.text("/error")).isEqualTo("null");
    assertThat(created.text("/meta/request_id")).isEqualTo(created.needs("X-Request-ID"));

    Answer list = api.get(TASKS + "?limit=10&offset=0").as(a).send().is(200);
    assertThat(list.text("/data/0/id")).isEqualTo(id);
    assertThat(list.text("/meta/pagination/limit")).isEqualTo("10");
    assertThat(list.text("/meta/pagination/offset")).isEqualTo("0");
    assertThat(list.text("/meta/pagination/total")).isEqualTo("1");

    assertThat(dialect.read(api.get(TASKS + "/" + id).as(a).send().is(200), "id")).isEqualTo(id);
    Answer patched =
        api.patch(TASKS + "/" + id, "{\"patch\":{\"status\":\"done\"}}").as(a).send().is(200);
    assertThat(dialect.read(patched, "status")).isEqualTo("done");
    assertThat(patched.text("/data/title")).isEqualTo("first");

    Answer deleted = api.delete(TASKS + "/" + id).as(a).send().is(200);
    assertThat(dialect.read(deleted, "deleted")).isEqualTo("true");
    api.get(TASKS + "/" + id).as(a).send().is(404);
  }

  @ParameterizedTest
  @EnumSource(MongoDialect.class)
  void nobody_else_reads_changes_or_deletes_it(MongoDialect dialect) {
    Account a = api.signUp();
    Account b = api.signUp();
    Answer created = api.post(TASKS, dialect.create("{\"title\":\"of a\"}")).as(a).send().is(201);
    String document = TASKS + "/" + dialect.read(created, "id");

    for (Answer refusal :
        new Answer[] {
          api.get(document).as(b).send(),
          api.patch(document, "{\"patch\":{\"status\":\"done\"}}").as(b).send(),
          api.put(document, "{\"title\":\"taken over\"}").as(b).send(),
          api.delete(document).as(b).send()
        }) {
      refusal.is(404).isHarmlessJson();
      assertThat(refusal.text("/error/code")).isEqualTo("not_found");
      assertThat(refusal.text("/statusCode")).isEqualTo("404");
    }
    assertThat(api.get(TASKS).as(b).send().is(200).text("/meta/pagination/total")).isEqualTo("0");
    assertThat(api.get(document).as(a).send().is(200).text("/data/title")).isEqualTo("of a");
  }
}
