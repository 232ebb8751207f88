package dev.minibaas.acceptance.databases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.acceptance.http.Account;
import dev.minibaas.acceptance.http.Answer;
import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Platform;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /query/v1} through the gateway, over the registry, to registered databases. */
@Tag("query")
@Tag("phase15")
class QueryIT {
  @RegisterExtension static final Platform PLATFORM = Platform.shared();

  private final Api api = PLATFORM.api();
  private final Account owner = api.signUp();
  private final String table = "q_" + UUID.randomUUID().toString().replace("-", "");

  @BeforeEach
  void table() {
    PLATFORM
        .database()
        .execute(
            "create table public."
                + table
                + " (id int primary key, owner_id uuid, name text); insert into public."
                + table
                + " values (1, '"
                + owner.id()
                + "', 'pen'), (2, gen_random_uuid(), 'secret')");
  }

  private String register(String engine, String connection, String options) {
    return api.post(
            "/admin/v1/databases",
            """
            {"engine":"%s","name":"%s","connection_string":"%s","options":%s}\
            """
                .formatted(engine, UUID.randomUUID(), connection, options))
        .as(owner)
        .send()
        .is(201)
        .text("/data/id");
  }

  private String postgres(String options) {
    return register("postgresql", PLATFORM.database().uri(), options);
  }

  private Answer query(Account account, String database, String body) {
    return api.post("/query/v1/" + database + "/tables/" + table, body).as(account).send();
  }

  @Test
  void rows_are_read_and_changed_in_both_dialects() {
    String database = postgres("{}");
    Answer rows = query(owner, database, "{\"sort\":\"id\"}").is(200).isHarmlessJson();
    assertThat(rows.text("/success")).isEqualTo("true");
    assertThat(rows.text("/engine")).isEqualTo("postgresql");
    assertThat(rows.text("/data/0/name")).isEqualTo("pen");
    assertThat(
            query(owner, database, "{\"action\":\"insert\",\"data\":{\"id\":3,\"name\":\"cup\"}}")
                .is(200)
                .text("/data/name"))
        .isEqualTo("cup");
    assertThat(
            query(
                    owner,
                    database,
                    "{\"action\":\"updateMany\",\"filter\":{\"id\":3},\"data\":{\"name\":\"mug\"}}")
                .is(200)
                .text("/data/modifiedCount"))
        .isEqualTo("1");
    assertThat(
            query(owner, database, "{\"action\":\"find\",\"filter\":{\"name\":\"mug\"}}")
                .is(200)
                .text("/data/0/id"))
        .isEqualTo("3");
    assertThat(
            query(owner, database, "{\"action\":\"delete\",\"filter\":{\"id\":3}}")
                .is(200)
                .text("/data/deleted"))
        .isEqualTo("1");
    assertThat(api.get("/query/v1/" + database + "/tables").as(owner).send().is(200).text("/data"))
        .contains(table);
  }

  @Test
  void another_user_finds_no_database_and_in_a_shared_one_no_rows_of_others() {
    Account other = api.signUp();
    query(other, postgres("{}"), "{}").is(404);
    String shared = postgres("{\"shared\":true,\"owner_column\":\"owner_id\"}");
    assertThat(query(owner, shared, "{}").is(200).text("/data/0/name")).isEqualTo("pen");
    Answer mine = query(other, shared, "{\"filter\":{\"$not\":{\"id\":7}}}").is(200);
    assertThat(mine.text("/data")).isEqualTo("[]");
    Answer refused =
        query(
                other,
                shared,
                "{\"action\":\"insert\",\"data\":{\"id\":9,\"owner_id\":\"" + owner.id() + "\"}}")
            .is(400);
    assertThat(refused.text("/error/code")).isEqualTo("forbidden_fields");
    assertThat(
            query(other, shared, "{\"action\":\"deleteMany\",\"filter\":{\"id\":{\"$gt\":0}}}")
                .is(200)
                .text("/data/deletedCount"))
        .isEqualTo("0");
  }

  @Test
  void the_service_role_queries_without_a_user() {
    String database = postgres("{\"owner_column\":\"owner_id\"}");
    Answer all =
        api.post("/query/v1/" + database + "/tables/" + table, "{\"sort\":\"id\"}")
            .key(PLATFORM.serviceKey())
            .send()
            .is(200);
    assertThat(all.text("/data/1/name")).isEqualTo("secret");
  }

  @Test
  void a_changed_and_a_read_only_registration_count() {
    String database = postgres("{\"read_only\":true}");
    query(owner, database, "{}").is(200);
    Answer refused =
        query(owner, database, "{\"action\":\"delete\",\"filter\":{\"id\":1}}").is(403);
    assertThat(refused.text("/error/code")).isEqualTo("forbidden");
  }

  @Test
  void nobody_queries_without_being_somebody() {
    String path = "/query/v1/" + UUID.randomUUID() + "/tables/t";
    api.post(path, "{}").withoutKey().send().is(401);
    api.post(path, "{}").send().is(401);
    api.post(path, "{}").bearer("forged").send().is(401);
    api.get("/query/v1/" + UUID.randomUUID() + "/tables").send().is(401);
    api.get("/query/v1/health/ready").send().is(200);
    api.get("/query/v1/health/live").send().is(200);
  }

  @Test
  void federated_sql_is_for_the_service_role() {
    api.post("/query/v1/sql", "{\"sql\":\"select 1\"}").as(owner).send().is(403);
    Answer none =
        api.post("/query/v1/sql", "{\"sql\":\"select 1\"}")
            .key(PLATFORM.serviceKey())
            .send()
            .is(400);
    assertThat(none.text("/error/code")).isEqualTo("unsupported_engine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                            | invalid_json
          []                                           | invalid_payload
          {"action":"drop"}                            | invalid_payload
          {"unknown":1}                                | invalid_payload
          {"action":"delete"}                          | invalid_filter
          {"action":"update","data":{"name":"x"}}      | invalid_filter
          {"filter":{"id":{"$where":"1"}}}             | invalid_filter
          {"filter":{"id\\u0022":1}}                   | invalid_filter
          {"filter":{"nothing":1}}                     | invalid_param
          {"sort":"id;drop"}                           | invalid_param
          {"limit":0}                                  | invalid_param
          """)
  void bad_input_is_refused(String body, String code) {
    Answer answer = query(owner, postgres("{}"), body).is(400).isHarmlessJson();
    assertThat(answer.text("/error/code")).isEqualTo(code);
  }

  @Test
  void an_id_that_is_none_and_a_table_that_is_none_are_told_apart() {
    api.post("/query/v1/not-a-uuid/tables/t", "{}").as(owner).send().is(400);
    String database = postgres("{}");
    api.post("/query/v1/" + database + "/tables/no_such", "{}").as(owner).send().is(404);
    api.post("/query/v1/" + database + "/tables/pg_shadow", "{}").as(owner).send().is(404);
    api.post("/query/v1/" + database + "/tables/a%22b", "{}").as(owner).send().is(400);
  }

  @Test
  void a_file_of_sqlite_is_a_database_too() {
    String database = register("sqlite", "sqlite:mine.db", "{}");
    assertThat(api.get("/query/v1/" + database + "/tables").as(owner).send().is(200).text("/data"))
        .isEqualTo("[]");
    query(owner, database, "{}").is(404);
  }
}
