package dev.minibaas.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class QueryPlaneTest {
  private static final String ALICE = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
  private static final String BOB = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";

  @TempDir private static Path directory;

  private final TestDatabase database;
  private final PlaneHarness service = new PlaneHarness(directory, Duration.ofMinutes(1), 50);
  private final Caller alice = PlaneHarness.user(ALICE);
  private UUID shop = UUID.randomUUID();

  QueryPlaneTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void register() {
    database.execute(
        "drop table if exists goods; create table goods"
            + " (id int primary key, owner_id uuid, name text unique, price numeric, tags jsonb);"
            + " insert into goods values (1, '"
            + ALICE
            + "', 'pen', 1.50, '[\"a\"]'), (2, '"
            + ALICE
            + "', 'ink', 7, null), (3, '"
            + BOB
            + "', 'cap', 9, null)");
    shop = service.registry.add(ALICE, "postgresql", database.uri(Login.SUPERUSER), "{}");
  }

  @AfterEach
  void close() {
    service.close();
    assertThat(service.databases.connections()).isZero();
  }

  private String goods(String body) {
    return service.run(alice, shop, "goods", body);
  }

  private ApiError refused(String body) {
    return refused(alice, shop, "goods", body);
  }

  private ApiError refused(Caller caller, UUID id, String table, String body) {
    return catchThrowableOfType(ApiError.class, () -> service.run(caller, id, table, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"filter":{"id":1},"columns":["id","price","tags"]}                            | [{"id":1,"price":1.50,"tags":["a"]}]
          {"action":"find","sort":"price:desc","limit":1,"columns":["name"]}             | [{"name":"cap"}]
          {"action":"read","sort":{"id":"asc"},"limit":1,"offset":1,"columns":["name"]}  | [{"name":"ink"}]
          {"action":"insert","data":{"id":9,"name":"cup"}}                               | {"id":9,"owner_id":null,"name":"cup","price":null,"tags":null}
          {"action":"insertOne","data":{"id":9,"tags":{"x":[1,null]}}}                   | {"id":9,"owner_id":null,"name":null,"price":null,"tags":{"x": [1, null]}}
          {"action":"create","data":{"id":9,"price":0.1}}                                | {"id":9,"owner_id":null,"name":null,"price":0.1,"tags":null}
          {"action":"update","filter":{"id":2},"data":{"name":"INK"}}                    | [{"id":2,"owner_id":"aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa","name":"INK","price":7,"tags":null}]
          {"action":"updateMany","filter":{"price":{"$gt":5}},"data":{"price":6}}        | {"matchedCount":2,"modifiedCount":2}
          {"action":"delete","filter":{"id":{"$in":[1,2]}}}                              | {"deleted":2}
          {"action":"deleteMany","filter":{"name":null}}                                 | {"deletedCount":0}
          """)
  void every_name_of_an_action_answers_in_its_shape(String body, String data) {
    assertThat(goods(body)).isEqualTo(data);
  }

  @Test
  void tables_are_listed() {
    assertThat(String.valueOf(service.plane.tables(alice, shop.toString()).data()))
        .contains("goods");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"action":"delete"}                                    | invalid_filter
          {"action":"delete","filter":{}}                        | invalid_filter
          {"action":"update","filter":{"$and":[{}]},"data":{"name":"x"}} | invalid_filter
          {"action":"update","data":{"name":"x"}}                | invalid_filter
          {"action":"update","filter":{"id":1},"data":{}}        | invalid_payload
          {"action":"insert"}                                    | invalid_payload
          {"action":"drop"}                                      | invalid_payload
          {"action":7}                                           | invalid_payload
          {"nonsense":1}                                         | invalid_payload
          {"limit":0}                                            | invalid_param
          {"limit":1001}                                         | invalid_param
          {"limit":"5"}                                          | invalid_param
          {"offset":-1}                                          | invalid_param
          {"sort":"id:up"}                                       | invalid_param
          {"sort":"id;drop:asc"}                                 | invalid_param
          {"sort":"nothing:asc"}                                 | invalid_param
          {"columns":["*"]}                                      | invalid_param
          {"filter":{"nothing":1}}                               | invalid_param
          {"filter":{"id":{"$where":"1"}}}                       | invalid_filter
          {"filter":{"$expr":{}}}                                | invalid_filter
          {"filter":{"id":[1]}}                                  | invalid_filter
          {"filter":{"id":"abc"}}                                | invalid_payload
          {"filter":{"id":1e500}}                                | invalid_filter
          {"action":"insert","data":{"id":"x"}}                  | invalid_payload
          {"action":"insert","data":{"id":99999999999}}          | invalid_payload
          {"action":"insert","data":{"name":"no id"}}            | invalid_payload
          {"action":"insert","data":{"id":1}}                    | duplicate
          {"action":"insert","data":{"id":8,"name":"pen"}}       | duplicate
          {"action":"select","data":{}}                          | invalid_payload
          [1]                                                    | invalid_payload
          {                                                      | invalid_json
          """)
  void what_cannot_be_is_told_by_its_code(String body, String code) {
    assertThat(refused(body).code().code()).isEqualTo(code);
  }

  @Test
  void no_error_quotes_the_driver_or_the_database() {
    for (String body :
        List.of(
            "{\"filter\":{\"id\":\"abc\"}}",
            "{\"action\":\"insert\",\"data\":{\"id\":1}}",
            "{\"action\":\"insert\",\"data\":{\"id\":77,\"tags\":1,\"price\":\"x\"}}")) {
      assertThat(refused(body).publicMessage())
          .doesNotContainIgnoringCase("syntax")
          .doesNotContain("ERROR")
          .doesNotContain("pkey")
          .doesNotContain("goods_");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pg_shadow", "pg_class", "nothing", "GOODS"})
  void a_table_elsewhere_is_not_found(String table) {
    assertThat(refused(alice, shop, table, "{}").code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"public.goods", "goods;", "\"goods\"", "go ods", "1goods", "güter"})
  void a_table_that_is_no_name_is_refused(String table) {
    assertThat(refused(alice, shop, table, "{}").code()).isEqualTo(ErrorCode.INVALID_PARAM);
  }

  @Test
  void anonymous_callers_are_turned_away_before_the_registry_is_asked() {
    Caller anonymous = Caller.ofRole(Caller.ANON);
    assertThat(refused(anonymous, shop, "goods", "{}").code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(service.registry.calls).isEmpty();
  }

  @Test
  void a_database_of_somebody_else_does_not_exist() {
    goods("{}");
    assertThat(refused(PlaneHarness.user(BOB), shop, "goods", "{}").code())
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(refused(alice, UUID.randomUUID(), "goods", "{}").code())
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(goods("{\"filter\":{\"id\":1}}")).contains("pen");
  }

  @Test
  void the_registry_is_asked_in_the_callers_name_and_once() {
    goods("{}");
    goods("{}");
    assertThat(service.registry.calls).hasSize(1);
    var call = service.registry.calls.getFirst();
    assertThat(call.headers().get("X-tenant-id")).containsExactly(ALICE);
    assertThat(call.headers()).doesNotContainKeys("Authorization", "X-caller-role");
  }

  @Test
  void the_service_role_reaches_every_tenants_rows() {
    UUID owned =
        service.registry.add(
            ALICE, "postgresql", database.uri(Login.SUPERUSER), "{\"owner_column\":\"owner_id\"}");
    Caller role = Caller.ofRole(Caller.SERVICE_ROLE);
    assertThat(service.run(role, owned, "goods", "{\"columns\":[\"id\"],\"sort\":\"id\"}"))
        .isEqualTo("[{\"id\":1},{\"id\":2},{\"id\":3}]");
    assertThat(service.registry.calls.getFirst().headers().get("X-caller-role"))
        .containsExactly("service_role");
  }

  @Test
  void users_of_a_shared_database_have_their_own_rows() {
    UUID shared =
        service.registry.add(
            UUID.randomUUID().toString(),
            "postgresql",
            database.uri(Login.SUPERUSER),
            "{\"shared\":true,\"owner_column\":\"owner_id\"}");
    Caller bob = PlaneHarness.user(BOB);
    assertThat(service.run(bob, shared, "goods", "{\"columns\":[\"id\"]}"))
        .isEqualTo("[{\"id\":3}]");
    assertThat(
            refused(
                    bob,
                    shared,
                    "goods",
                    "{\"action\":\"insert\",\"data\":{\"id\":50,\"owner_id\":\"" + ALICE + "\"}}")
                .code())
        .isEqualTo(ErrorCode.FORBIDDEN_FIELDS);
    assertThat(service.run(bob, shared, "goods", "{\"action\":\"insert\",\"data\":{\"id\":51}}"))
        .contains(BOB);
  }

  @Test
  void a_read_only_registration_reads_only() {
    UUID readOnly =
        service.registry.add(
            ALICE, "postgresql", database.uri(Login.SUPERUSER), "{\"read_only\":true}");
    assertThat(service.run(alice, readOnly, "goods", "{}")).contains("pen");
    assertThat(
            refused(alice, readOnly, "goods", "{\"action\":\"delete\",\"filter\":{\"id\":1}}")
                .code())
        .isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(database.query("select count(*) from goods")).containsExactly("3");
  }

  @Test
  void rows_are_limited_by_the_registration() {
    UUID two =
        service.registry.add(
            ALICE, "postgresql", database.uri(Login.SUPERUSER), "{\"max_rows\":2}");
    assertThat(service.run(alice, two, "goods", "{\"limit\":100,\"columns\":[\"id\"]}"))
        .isEqualTo("[{\"id\":1},{\"id\":2}]");
  }

  @Test
  void a_statement_that_takes_too_long_is_stopped() {
    database.execute(
        "create or replace view sleepy as select 1 as id, pg_sleep(30)::text as slept");
    UUID hasty =
        service.registry.add(
            ALICE, "postgresql", database.uri(Login.SUPERUSER), "{\"timeout_ms\":300}");
    assertThat(refused(alice, hasty, "sleepy", "{}").code()).isEqualTo(ErrorCode.TIMEOUT);
  }

  @Test
  void wrong_credentials_and_absent_servers_are_unavailable_and_then_left_alone() {
    UUID wrong =
        service.registry.add(
            ALICE,
            "postgresql",
            "postgresql://postgres:wrong@127.0.0.1:" + database.port() + "/" + database.name(),
            "{}");
    UUID absent = service.registry.add(ALICE, "postgresql", "postgresql://u:p@127.0.0.1:1/x", "{}");
    for (int i = 0; i < 4; i++) {
      assertThat(refused(alice, wrong, "goods", "{}").code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(refused(alice, absent, "goods", "{}").code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }
    assertThat(service.breakerEvents)
        .containsExactlyInAnyOrder(
            "database opened", "database opened", "database rejected", "database rejected");
    assertThat(goods("{}")).contains("pen");
  }

  @Test
  void a_registry_that_fails_is_asked_again_and_then_left_alone() {
    service.registry.failing = 1;
    assertThat(goods("{}")).contains("pen");
    service.registry.failing = 100;
    for (int i = 0; i < 5; i++) {
      assertThat(refused(alice, UUID.randomUUID(), "goods", "{}").code())
          .isEqualTo(ErrorCode.UNAVAILABLE);
    }
    assertThat(service.breakerEvents).contains("registry opened", "registry rejected");
    assertThat(goods("{}")).contains("pen");
  }

  @Test
  void row_security_sees_the_caller() {
    database.execute(
        "drop table if exists notes; create table notes (id int, owner_id uuid, note text);"
            + " alter table notes enable row level security;"
            + " create policy own on notes using (owner_id ="
            + " nullif(current_setting('app.current_user_id', true), '')::uuid);"
            + " insert into notes values (1, '"
            + ALICE
            + "', 'mine'), (2, '"
            + BOB
            + "', 'theirs');"
            + " do $$ begin create role tenant login password 'tenant-pw'; exception when"
            + " duplicate_object then null; end $$;"
            + " grant usage on schema public to tenant;"
            + " grant select, insert, update, delete on notes to tenant");
    UUID notes =
        service.registry.add(
            ALICE,
            "postgresql",
            "postgresql://tenant:tenant-pw@127.0.0.1:" + database.port() + "/" + database.name(),
            "{\"pool_size\":1}");
    for (int i = 0; i < 20; i++) {
      assertThat(service.run(alice, notes, "notes", "{\"columns\":[\"id\"]}"))
          .isEqualTo("[{\"id\":1}]");
      assertThat(
              service.run(
                  alice,
                  notes,
                  "notes",
                  "{\"action\":\"updateMany\",\"filter\":{\"id\":{\"$gt\":0}},"
                      + "\"data\":{\"note\":\"n\"}}"))
          .isEqualTo("{\"matchedCount\":1,\"modifiedCount\":1}");
      assertThat(
              refused(
                      alice,
                      notes,
                      "notes",
                      "{\"action\":\"insert\",\"data\":{\"id\":3,\"owner_id\":\"" + BOB + "\"}}")
                  .code())
          .isEqualTo(ErrorCode.FORBIDDEN);
    }
    assertThat(database.query("select note from notes where id = 2")).containsExactly("theirs");
  }
}
