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
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tables are to every engine, in a database that holds the collection or table "kept". */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SchemasContractTest {
  static final Caller ALICE = user();
  static final Caller BOB = user();

  @TempDir static Path files;

  private static final UUID REGISTERED = UUID.randomUUID();
  private static final UUID READ_ONLY = UUID.randomUUID();
  private static final UUID GONE = UUID.randomUUID();

  /** The service's own. */
  final TestDatabase database;

  Schemas schemas;

  SchemasContractTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeAll
  void open() {
    schemas =
        new Schemas(
            new ServiceTransactions(database.pool(Login.SCHEMAS, 4)),
            this::registered,
            new Targets(
                new TargetPolicy(
                    List.of("127.0.0.0/8"), Optional.of(files.toAbsolutePath()), 64L << 20)));
  }

  abstract EngineKind kind();

  abstract String connection();

  /** A connection string of the same engine that leads to nothing. */
  abstract String connectionToNothing();

  /** The tables or collections that are there, by the engine's own word. */
  abstract List<String> tables();

  /** Makes a table without the service. */
  abstract void makeTable(String name);

  /** Runs work and holds the engine's own log against what was intended. */
  void watched(Runnable work) {
    work.run();
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
    return id.equals(GONE)
        ? new Registered(id, alice, kind(), connectionToNothing(), false, 1000)
        : new Registered(id, alice, kind(), connection(), id.equals(READ_ONLY), 5000);
  }

  private static Definition definition(
      UUID database, String engine, String name, String columns, boolean isOwnerOnly) {
    return Definition.of(
        JsonBody.of(
            """
            {"name":%s,"engine":"%s","database_id":"%s","columns":[%s],"enable_rls":%s}\
            """
                .formatted(quoted(name), engine, database, columns, isOwnerOnly)));
  }

  private static Definition definition(UUID database, String engine, String name, String columns) {
    return definition(database, engine, name, columns, true);
  }

  Definition definition(String name, String columns) {
    return definition(name, columns, true);
  }

  Definition definition(String name, String columns, boolean isOwnerOnly) {
    return definition(REGISTERED, kind().text(), name, columns, isOwnerOnly);
  }

  static String fresh() {
    return "t_" + UUID.randomUUID().toString().replace("-", "");
  }

  static String column(String name, String type, String more) {
    return "{\"name\":%s,\"type\":%s%s}".formatted(quoted(name), quoted(type), more);
  }

  static String quoted(String text) {
    return Json.createValue(text).toString();
  }

  static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  List<String> entries() {
    return database.query("select name from minibaas_schemas.schema_registry order by name");
  }

  static UUID id(JsonObject made) {
    return UUID.fromString(made.getString("id"));
  }

  @Test
  void aTableIsMadeListedAndDroppedByItsCreator() {
    String name = fresh();
    JsonObject made = schemas.create(ALICE, definition(name, column("title", "text", "")));
    assertThat(made.getBoolean("created")).isTrue();
    assertThat(tables()).contains(name, "kept");
    JsonObject listed = schemas.page(ALICE, 1, 0).schemas().getJsonObject(0);
    assertThat(listed.getString("name")).isEqualTo(name);
    assertThat(listed.getString("engine")).isEqualTo(kind().text());
    assertThat(listed.getString("database_id")).isEqualTo(REGISTERED.toString());
    assertThat(listed.getBoolean("enable_rls")).isTrue();
    assertThat(schemas.page(BOB, 10, 0).total()).isZero();

    assertRefused(ErrorCode.INVALID_PARAM, () -> schemas.drop(BOB, id(made)));
    assertThat(tables()).contains(name);
    schemas.drop(ALICE, id(made));
    assertThat(tables()).contains("kept").doesNotContain(name);
    assertThat(entries()).doesNotContain(name);
    assertRefused(ErrorCode.INVALID_PARAM, () -> schemas.drop(ALICE, id(made)));
  }

  @Test
  void theServiceRoleMakesTablesForTheTenantAndDropsThem() {
    Caller service = Caller.ofRole(Caller.SERVICE_ROLE);
    String name = fresh();
    JsonObject made = schemas.create(service, definition(name, column("a", "text", ""), false));
    assertThat(schemas.page(ALICE, 1, 0).schemas().getJsonObject(0).getString("name"))
        .isEqualTo(name);
    assertThat(schemas.page(ALICE, 1, 0).schemas().getJsonObject(0).getBoolean("enable_rls"))
        .isFalse();
    schemas.drop(service, id(made));
    assertThat(tables()).doesNotContain(name);
  }

  @Test
  void whatCannotBeDoneLeavesNoEntry() {
    List<String> entries = entries();
    List<String> tables = tables();
    String name = fresh();
    String columns = column("a", "text", "");
    String other = kind() == EngineKind.POSTGRESQL ? "mysql" : "postgresql";
    assertRefused(
        ErrorCode.INVALID_ENGINE,
        () -> schemas.create(ALICE, definition(REGISTERED, other, name, columns)));
    assertRefused(
        ErrorCode.FORBIDDEN,
        () -> schemas.create(ALICE, definition(READ_ONLY, kind().text(), name, columns)));
    assertRefused(
        ErrorCode.UNAVAILABLE,
        () -> schemas.create(ALICE, definition(GONE, kind().text(), name, columns)));
    assertRefused(ErrorCode.NOT_FOUND, () -> schemas.create(BOB, definition(name, columns)));
    assertThat(entries()).isEqualTo(entries);
    assertThat(tables()).isEqualTo(tables);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\" text; drop table kept; --",
        "a` text; drop table kept; --",
        "a] text; drop table kept; --",
        "a'; drop table kept; --",
        "$where",
        "a.b",
        "a b",
        "1a",
        "",
        "a;",
        "a\u0000",
        "ä",
        "owner_id",
        "CREATED_AT",
        "a2345678901234567890123456789012345678901234567890123456789012345",
      })
  void aColumnHasAPlainName(String name) {
    List<String> entries = entries();
    List<String> tables = tables();
    // collections have no implicit column but in this writing
    boolean isLegal = kind() == EngineKind.MONGODB && name.equals("CREATED_AT");
    if (!isLegal) {
      watched(() ->
          assertRefused(
              ErrorCode.INVALID_PAYLOAD,
              () -> schemas.create(ALICE, definition(fresh(), column(name, "text", "")))));
      assertThat(tables()).isEqualTo(tables);
      assertThat(entries()).isEqualTo(entries);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text; drop table kept",
        "text default now()",
        "text[]",
        "public.evil",
        "varchar(10)",
        "regclass",
        "enum('a')",
        "{\"$ne\":1}",
        "",
      })
  void aTypeIsOneOfTheList(String type) {
    List<String> entries = entries();
    List<String> tables = tables();
    watched(() ->
        assertRefused(
            ErrorCode.INVALID_PAYLOAD,
            () -> schemas.create(ALICE, definition(fresh(), column("a", type, "")))));
    assertThat(tables()).isEqualTo(tables);
    assertThat(entries()).isEqualTo(entries);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kept; drop table kept",
        "kept\"; drop table kept; --",
        "kept`; drop table kept; --",
        "kept' or '1'='1",
        "public.kept",
        "system.users",
        "$cmd",
        "",
        "\u0000",
        "t234567890123456789012345678901234567890123456789012345678901234567",
      })
  void aTableHasAPlainName(String name) {
    List<String> tables = tables();
    watched(() ->
        assertThatThrownBy(() -> schemas.create(ALICE, definition(name, column("a", "text", ""))))
            .isInstanceOfSatisfying(
                ApiError.class, e -> assertThat(e.code().status()).isEqualTo(400)));
    assertThat(tables()).isEqualTo(tables);
    assertThat(entries()).doesNotContain(name);
  }
}
