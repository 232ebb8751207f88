package dev.minibaas.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.sql.ServiceTransactions;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class SchemasTest {
  private static final Caller ALICE = user();
  private static final Caller BOB = user();
  private static final UUID POSTGRESQL = UUID.randomUUID();
  private static final UUID READ_ONLY = UUID.randomUUID();
  private static final UUID GONE = UUID.randomUUID();
  private static final UUID SQLITE = UUID.randomUUID();

  private final TestDatabase database;
  private final Schemas schemas;

  SchemasTest(TestDatabase database, @TempDir Path files) {
    this.database = database;
    this.schemas =
        new Schemas(
            new ServiceTransactions(database.pool(Login.SCHEMAS, 4)),
            this::registered,
            new Targets(new TargetPolicy(List.of("127.0.0.0/8"), Optional.of(files), 10_000_000)));
  }

  private static Caller user() {
    return Caller.ofClaims(Map.of("sub", UUID.randomUUID().toString()), "authenticated", null);
  }

  /** What the registry would say: everything here is Alice's. */
  private Registered registered(Caller caller, UUID id) {
    String alice = ALICE.getName();
    if (!caller.isService() && !caller.getName().equals(alice)) {
      throw new ApiError(ErrorCode.NOT_FOUND, "there is no such database");
    }
    String uri = database.uri(Login.SUPERUSER);
    if (id.equals(SQLITE)) {
      return new Registered(id, alice, EngineKind.SQLITE, "sqlite:shop.db", false, 5000);
    }
    if (id.equals(GONE)) {
      String away = uri.replace(":" + database.port() + "/", ":1/");
      return new Registered(id, alice, EngineKind.POSTGRESQL, away, false, 1000);
    }
    return new Registered(id, alice, EngineKind.POSTGRESQL, uri, id.equals(READ_ONLY), 5000);
  }

  private static Definition definition(UUID database, String engine, String name, String columns) {
    return Definition.of(
        JsonBody.of(
            """
            {"name":"%s","engine":"%s","database_id":"%s","columns":[%s]}\
            """
                .formatted(name, engine, database, columns)));
  }

  private static String fresh() {
    return "t_" + UUID.randomUUID().toString().replace("-", "");
  }

  private static String column(String name, String type, String more) {
    return "{\"name\":\"%s\",\"type\":\"%s\"%s}".formatted(name, type, more);
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private List<String> tables() {
    return database.query(
        "select tablename from pg_tables where schemaname = 'public' order by tablename");
  }

  private List<String> entries() {
    return database.query("select name from minibaas_schemas.schema_registry order by name");
  }

  @Test
  void aTableIsMadeWithItsPolicyAndDroppedByItsCreator() {
    String name = fresh();
    JsonObject made =
        schemas.create(
            ALICE,
            definition(
                POSTGRESQL,
                "postgresql",
                name,
                column("title", "text", ",\"default_value\":\"it's\"")
                    + ","
                    + column("count", "integer", ",\"default_value\":-7,\"unique\":true")
                    + ","
                    + column("done", "boolean", ",\"default_value\":false,\"nullable\":true")));
    assertThat(made.getString("ddl")).contains("create table", name);
    assertThat(
            database.query(
                "select policyname from pg_policies where tablename = '%s'".formatted(name)))
        .containsExactly("owner_isolation");
    assertThat(
            database.query(
                "select column_default from information_schema.columns where table_name = '%s'"
                        .formatted(name)
                    + " and column_name in ('title', 'count', 'done') order by column_name"))
        .containsExactly("'-7'::integer", "false", "'it''s'::text");
    assertThat(schemas.page(ALICE, 10, 0).schemas().toString()).contains(name);
    assertThat(schemas.page(BOB, 10, 0).total()).isZero();

    UUID id = UUID.fromString(made.getString("id"));
    assertRefused(ErrorCode.INVALID_PARAM, () -> schemas.drop(BOB, id));
    schemas.drop(ALICE, id);
    assertThat(tables()).doesNotContain(name);
    assertRefused(ErrorCode.INVALID_PARAM, () -> schemas.drop(ALICE, id));
  }

  @Test
  void theSameOnSqlite() {
    String name = fresh();
    JsonObject made =
        schemas.create(ALICE, definition(SQLITE, "sqlite", name, column("title", "text", "")));
    assertThat(made.getBoolean("created")).isTrue();
    schemas.drop(ALICE, UUID.fromString(made.getString("id")));
  }

  @Test
  void aNameIsTakenOnce() {
    String name = fresh();
    Definition wanted = definition(POSTGRESQL, "postgresql", name, column("a", "text", ""));
    schemas.create(ALICE, wanted);
    assertRefused(ErrorCode.DUPLICATE, () -> schemas.create(ALICE, wanted));
  }

  @Test
  void aTableThatWasThereBeforeIsLeftAlone() {
    assertRefused(
        ErrorCode.DUPLICATE,
        () ->
            schemas.create(
                ALICE, definition(POSTGRESQL, "postgresql", "posts", column("a", "text", ""))));
    assertThat(entries()).doesNotContain("posts");
    assertThat(tables()).contains("posts");
  }

  @Test
  void whatCannotBeDoneLeavesNoEntry() {
    List<String> before = entries();
    String name = fresh();
    String columns = column("a", "text", "");
    assertRefused(
        ErrorCode.INVALID_ENGINE,
        () -> schemas.create(ALICE, definition(POSTGRESQL, "mysql", name, columns)));
    assertRefused(
        ErrorCode.FORBIDDEN,
        () -> schemas.create(ALICE, definition(READ_ONLY, "postgresql", name, columns)));
    assertRefused(
        ErrorCode.UNAVAILABLE,
        () -> schemas.create(ALICE, definition(GONE, "postgresql", name, columns)));
    assertRefused(
        ErrorCode.NOT_FOUND,
        () -> schemas.create(BOB, definition(POSTGRESQL, "postgresql", name, columns)));
    assertRefused(
        ErrorCode.INVALID_PAYLOAD,
        () ->
            schemas.create(
                ALICE,
                definition(
                    POSTGRESQL,
                    "postgresql",
                    name,
                    column("a", "integer", ",\"default_value\":\"no number\""))));
    assertThat(entries()).isEqualTo(before);
    assertThat(tables()).doesNotContain(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'); drop table posts; --",
        "' || (select version()) || '",
        "now()",
        "gen_random_uuid()",
        "\\\\'; drop table posts; --",
        "$$; drop table posts; $$",
        "E'\\\\047'",
      })
  void aDefaultIsALiteralWhateverItSays(String text) {
    String name = fresh();
    schemas.create(
        ALICE,
        definition(
            POSTGRESQL,
            "postgresql",
            name,
            column("a", "text", ",\"default_value\":\"%s\"".formatted(text))));
    database.execute("insert into " + name + " (owner_id) values (gen_random_uuid())");
    assertThat(database.query("select a from " + name)).containsExactly(text.replace("\\\\", "\\"));
    assertThat(tables()).contains("posts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\\\" text; drop table posts; --",
        "a b",
        "1a",
        "",
        "a;",
        "ä",
        "id",
        "owner_id",
        "CREATED_AT",
        "a2345678901234567890123456789012345678901234567890123456789012345",
      })
  void aColumnHasAPlainName(String name) {
    List<String> before = tables();
    assertRefused(
        ErrorCode.INVALID_PAYLOAD,
        () ->
            schemas.create(
                ALICE, definition(POSTGRESQL, "postgresql", fresh(), column(name, "text", ""))));
    assertThat(tables()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text; drop table posts",
        "text default now()",
        "text[]",
        "public.evil",
        "varchar(10)",
        "regclass",
        "",
      })
  void aTypeIsOneOfTheList(String type) {
    assertRefused(
        ErrorCode.INVALID_PAYLOAD,
        () ->
            schemas.create(
                ALICE, definition(POSTGRESQL, "postgresql", fresh(), column("a", type, ""))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'name':'posts;drop'",
        "'name':'public.posts'",
        "'name':'\\'",
        "'name':5",
        "'engine':'redis'",
        "'engine':'oracle'",
        "'database_id':'1'",
        "'columns':[]",
        "'columns':{}",
        "'columns':[{'name':'a'}]",
        "'columns':[{'name':'a','type':'text','check':'true'}]",
        "'columns':[{'name':'a','type':'text','nullable':'yes'}]",
        "'columns':[{'name':'a','type':'text','default_value':{'$sql':'now()'}}]",
        "'columns':[{'name':'a','type':'integer','default_value':1e400}]",
        "'enable_rls':'no'",
        "'options':{'tablespace':'x'}",
        "'extra':1",
      })
  void badDefinitionsAreRefused(String change) {
    String valid =
        "'name':'t','engine':'postgresql','database_id':'%s','columns':[{'name':'a','type':'text'}]"
            .formatted(POSTGRESQL);
    assertThatThrownBy(
            () -> Definition.of(JsonBody.of(("{" + valid + "," + change + "}").replace('\'', '"'))))
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.code().status()).isEqualTo(400));
  }

  @Test
  void anOwnerSeesTheirRowsOnly() {
    String name = fresh();
    schemas.create(ALICE, definition(POSTGRESQL, "postgresql", name, column("a", "text", "")));
    String as = "set role authenticated; select set_config('app.current_user_id', '%s', false); ";
    database.execute(
        as.formatted(ALICE.getName()) + "insert into " + name + " (a) values ('hers')");
    database.execute(
        as.formatted(BOB.getName())
            + "do $$ begin assert (select count(*) from "
            + name
            + ") = 0; end $$");
  }
}
