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

/** {@code /schemas/v1} through the gateway, over the registry, to a database. */
@Tag("schemas")
class SchemasIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private static final String SCHEMAS = "/schemas/v1/schemas";

  private final Api api = PLATFORM.api();
  private final Account owner = api.signUp();
  private final String table = "t_" + UUID.randomUUID().toString().replace("-", "");

  private String registered() {
    String uri = PLATFORM.database().uri();
    return api.post(
            "/admin/v1/databases",
            """
            {"engine":"postgresql","name":"%s","connection_string":"%s"}\
            """
                .formatted(table, uri))
        .as(owner)
        .send()
        .is(201)
        .text("/data/id");
  }

  private String definition(String database, String engine) {
    return """
    {"name":"%s","engine":"%s","database_id":"%s","columns":[
      {"name":"title","type":"text","default_value":"it's'); drop table posts; --"}]}\
    """
        .formatted(table, engine, database);
  }

  @Test
  void a_table_is_made_listed_and_dropped_by_its_creator() {
    String database = registered();
    Answer made = api.post(SCHEMAS, definition(database, "postgresql")).as(owner).send().is(201);
    assertThat(made.text("/data/created")).isEqualTo("true");
    assertThat(made.text("/data/ddl")).contains(table);
    api.post(SCHEMAS, definition(database, "postgresql")).as(owner).send().is(409);
    String id = made.text("/data/id");
    assertThat(api.get(SCHEMAS).as(owner).send().is(200).text("/data/0/name")).isEqualTo(table);

    Account other = api.signUp();
    assertThat(api.get(SCHEMAS).as(other).send().is(200).text("/data")).isEqualTo("[]");
    api.delete(SCHEMAS + "/" + id).as(other).send().is(400);
    api.post(SCHEMAS, definition(database, "postgresql")).as(other).send().is(404);

    api.delete(SCHEMAS + "/" + id).as(owner).send().is(200);
    api.delete(SCHEMAS + "/" + id).as(owner).send().is(400);
  }

  @Test
  void another_engine_than_the_registered_one_is_refused() {
    Answer answer = api.post(SCHEMAS, definition(registered(), "mysql")).as(owner).send().is(400);
    assertThat(answer.text("/error/code")).isEqualTo("invalid_engine");
  }
}
