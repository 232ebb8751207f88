package dev.minibaas.registry;

import static dev.minibaas.registry.RegistryFixture.ALICE;
import static dev.minibaas.registry.RegistryFixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.PostgresLog;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class DatabasesTest {
  private final TestDatabase database;
  private final RegistryFixture registry;

  DatabasesTest(TestDatabase database) {
    this.database = database;
    this.registry = new RegistryFixture(database);
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ApiError.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private List<String> rows() {
    return database.query("select d::text from minibaas_registry.databases d order by id");
  }

  @Test
  void aRegistrationIsFoundChangedAndDeletedByItsTenant() {
    Registration made = registry.register(ALICE, "shop");
    assertThat(made.identity().tenant()).isEqualTo(ALICE.id());
    assertThat(made.options()).isEqualTo(Options.USUAL);
    UUID id = made.identity().id();
    assertThat(registry.databases.one(ALICE, id)).isEqualTo(made);

    Registration changed =
        registry.databases.update(
            ALICE,
            id,
            JsonBody.of("{\"name\":\"store\",\"options\":{\"read_only\":true,\"max_rows\":7}}"));
    assertThat(changed.name()).isEqualTo("store");
    assertThat(changed.options().readOnly()).isTrue();
    assertThat(changed.options().maxRows()).isEqualTo(7);
    assertThat(changed.revision()).isEqualTo(made.revision() + 1);

    JsonObject connect =
        Objects.requireNonNull(registry.databases.connect(new Tenant.Connecting(ALICE), id, null));
    assertThat(connect.getString("connection_string")).isEqualTo(registry.connection());
    assertThat(registry.databases.connect(new Tenant.Connecting(ALICE), id, "2")).isNull();
    assertThat(registry.databases.one(ALICE, id).lastHealthyAt()).isNotNull();

    registry.databases.delete(ALICE, id);
    assertRefused(ErrorCode.NOT_FOUND, () -> registry.databases.one(ALICE, id));
  }

  @Test
  void theConnectionStringIsInNoAnswerAndNotInTheTable() {
    Registration made = registry.register(ALICE, "secret");
    String password = TestDatabase.Login.AUTHENTICATOR.password();
    assertThat(made.json().toString()).doesNotContain(password).doesNotContain("connection");
    assertThat(made.toString()).doesNotContain(password);
    assertThat(
            database.query(
                "select position('%s'::bytea in connection_sealed) from minibaas_registry.databases"
                    .formatted(password)))
        .containsOnly("0");
  }

  @Test
  void anotherTenantFindsNothing() {
    UUID id = registry.register(ALICE, "private").identity().id();
    List<String> before = rows();
    assertRefused(ErrorCode.NOT_FOUND, () -> registry.databases.one(BOB, id));
    assertRefused(
        ErrorCode.NOT_FOUND,
        () -> registry.databases.update(BOB, id, JsonBody.of("{\"name\":\"mine\"}")));
    assertRefused(ErrorCode.NOT_FOUND, () -> registry.databases.test(BOB, id));
    assertRefused(ErrorCode.NOT_FOUND, () -> registry.databases.delete(BOB, id));
    assertRefused(
        ErrorCode.NOT_FOUND,
        () -> registry.databases.connect(new Tenant.Connecting(BOB), id, null));
    assertThat(registry.databases.page(BOB, 100, 0).registrations())
        .extracting(each -> each.identity().tenant())
        .doesNotContain(ALICE.id());
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void rowLevelSecurityHoldsForTheServicesOwnRole() {
    registry.register(ALICE, "held");
    String all = "select tenant_id from minibaas_registry.databases";
    assertThat(registry.transactions.<List<String>>in(tx -> tx.all(all, row -> row.getString(1))))
        .isEmpty();
    assertThat(
            registry.transactions.<List<String>>in(
                BOB.settings(), tx -> tx.all(all, row -> row.getString(1))))
        .doesNotContain(ALICE.id());
    for (String forbidden :
        List.of(
            "update minibaas_registry.databases set tenant_id = '" + BOB.id() + "'",
            "alter table minibaas_registry.databases disable row level security",
            "select * from auth.users",
            "set role service_role")) {
      assertThatThrownBy(
              () -> registry.transactions.in(ALICE.settings(), tx -> tx.change(forbidden)))
          .isInstanceOfSatisfying(
              SqlFailure.class, e -> assertThat(e.sqlState()).isEqualTo("42501"));
    }
  }

  @Test
  void aSharedDatabaseConnectsForEveryUserAndIsListedForNone() {
    JsonBody body =
        JsonBody.of(
            """
            {"engine":"postgresql","name":"shared","connection_string":"%s",
             "options":{"shared":true,"owner_column":"owner_id"}}\
            """
                .formatted(registry.connection()));
    UUID id = registry.databases.register(ALICE, body).identity().id();
    assertThat(registry.databases.connect(new Tenant.Connecting(BOB), id, null)).isNotNull();
    assertRefused(ErrorCode.NOT_FOUND, () -> registry.databases.one(BOB, id));
    assertRefused(ErrorCode.NOT_FOUND, () -> registry.databases.delete(BOB, id));
  }

  @Test
  void ofTwoRegistrationsOfOneNameAtOnceOneIsMade() throws Exception {
    int attempts = 8;
    CountDownLatch start = new CountDownLatch(1);
    List<Object> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(attempts)) {
      List<Future<Object>> calls = new ArrayList<>();
      for (int i = 0; i < attempts; i++) {
        calls.add(
            threads.submit(() -> {
              start.await();
              try {
                return registry.register(BOB, "contended");
              } catch (ApiError e) {
                return e.code();
              }
            }));
      }
      start.countDown();
      for (Future<Object> call : calls) {
        outcomes.add(call.get());
      }
    }
    assertThat(outcomes).filteredOn(ErrorCode.DUPLICATE::equals).hasSize(attempts - 1);
    assertThat(outcomes).filteredOn(Registration.class::isInstance).hasSize(1);
    registry.register(ALICE, "contended");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}|invalid_engine",
        "{'engine':'oracle','name':'n','connection_string':'c'}|invalid_engine",
        "{'engine':5,'name':'n','connection_string':'c'}|invalid_engine",
        "{'engine':'postgresql','connection_string':'c'}|invalid_name",
        "{'engine':'postgresql','name':'','connection_string':'c'}|invalid_name",
        "{'engine':'postgresql','name':' n','connection_string':'c'}|invalid_name",
        "{'engine':'postgresql','name':'a\\tb','connection_string':'c'}|invalid_name",
        "{'engine':'postgresql','name':['n'],'connection_string':'c'}|invalid_name",
        "{'engine':'postgresql','name':'n'}|invalid_connection",
        "{'engine':'postgresql','name':'n','connection_string':''}|invalid_connection",
        "{'engine':'postgresql','name':'n','connection_string':{}}|invalid_connection",
        "{'engine':'postgresql','name':'n','connection_string':'mysql://h/d'}|invalid_connection",
        "{'engine':'postgresql','name':'n','connection_string':'postgresql://u:p@169.254.169.254/d'}"
            + "|invalid_connection",
        "{'engine':'postgresql','name':'n','connection_string':'postgresql://u:p@10.0.0.1/d'}"
            + "|invalid_connection",
        "{'engine':'postgresql','name':'n','connection_string':"
            + "'postgresql://u:p@127.0.0.1/d?socketFactory=x'}|invalid_connection",
        "{'engine':'postgresql','name':'n','connection_string':'c','tenant_id':'t'}|invalid_payload",
        "{'engine':'postgresql','name':'n','connection_string':'c','options':[]}|invalid_payload",
        "{'engine':'postgresql','name':'n','connection_string':'c','options':{'x':1}}"
            + "|invalid_payload",
        "{'engine':'postgresql','name':'n','connection_string':'c','options':{'max_rows':'5'}}"
            + "|invalid_payload",
        "{'engine':'postgresql','name':'n','connection_string':'c','options':{'max_rows':1e999}}"
            + "|invalid_payload",
        "{'engine':'postgresql','name':'n','connection_string':'c','options':{'shared':true}}"
            + "|invalid_payload",
        "{'engine':'postgresql','name':'n','connection_string':'c',"
            + "'options':{'owner_column':'a b'}}|invalid_payload",
        "{'engine':'redis','name':'n','connection_string':'c','options':{'owner_column':'a'}}"
            + "|invalid_payload",
      })
  void badInputIsRefusedWithItsCodeAndWritesNothing(String example) {
    int bar = example.lastIndexOf('|');
    List<String> before = rows();
    ErrorCode code =
        ErrorCode.valueOf(example.substring(bar + 1).toUpperCase(java.util.Locale.ROOT));
    assertRefused(
        code,
        () ->
            registry.databases.register(
                ALICE, JsonBody.of(example.substring(0, bar).replace('\'', '"'))));
    assertThat(rows()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; drop table minibaas_registry.databases; --",
        "' or '1'='1",
        "\\\"; select pg_sleep(9); --",
        "$$; commit; $$",
        "${jndi:ldap://127.0.0.1/a}",
        "a'||(select version())||'b",
        "%27 union select 1--",
      })
  void whatLooksLikeSqlIsAName(String name) {
    long mark = database.log().mark();
    Registration made = registry.register(BOB, name);
    String stored = name.replace("\\\"", "\"");
    assertThat(registry.databases.one(BOB, made.identity().id()).name()).isEqualTo(stored);
    assertThat(database.log().statementsSince(mark))
        .filteredOn(entry -> entry.user().startsWith("minibaas_registry"))
        .isNotEmpty()
        .extracting(PostgresLog.Entry::message)
        .noneMatch(message -> message.contains(stored));
    registry.databases.delete(BOB, made.identity().id());
  }

  @Test
  void aTestTellsWhetherTheDatabaseAnswers() {
    UUID id = registry.register(ALICE, "tested").identity().id();
    assertThat(registry.databases.test(ALICE, id).getBoolean("healthy")).isTrue();
    registry.databases.update(
        ALICE,
        id,
        JsonBody.of(
            "{\"connection_string\":\"%s\"}"
                .formatted(registry.connection().replace("throw-away", "wrong"))));
    JsonObject refused = registry.databases.test(ALICE, id);
    assertThat(refused.getBoolean("healthy")).isFalse();
    assertThat(refused.getString("reason")).isEqualTo("login_refused");
    assertThat(refused.toString()).doesNotContain("wrong-login");
  }
}
