package dev.minibaas.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class DecisionsTest {
  private static final Caller SERVICE = Caller.ofRole(Caller.SERVICE_ROLE);
  // a Wednesday
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2035-01-31T12:00:00Z"), ZoneOffset.UTC);

  private final TestDatabase database;
  private final ServiceTransactions transactions;
  private final Roles roles;
  private final Policies policies;
  private final Decisions decisions;
  private final UUID user = UUID.randomUUID();

  DecisionsTest(TestDatabase database) {
    this.database = database;
    this.transactions = new ServiceTransactions(database.pool(Login.PERMISSIONS, 4));
    this.roles = new Roles(transactions, Clock.systemUTC());
    this.policies = new Policies(transactions);
    this.decisions = new Decisions(transactions, NOON);
  }

  /** A role of the test's own, given to the user. */
  private String role() {
    String name = "r" + UUID.randomUUID().toString().replace("-", "");
    String id = roles.create(JsonBody.of("{\"name\":\"" + name + "\"}")).getString("id");
    assign(name, "");
    return id;
  }

  private void assign(String role, String more) {
    roles.assign(
        SERVICE,
        JsonBody.of(
            "{\"role_name\":\"%s\",\"target_user_id\":\"%s\"%s}".formatted(role, user, more)));
  }

  private String policy(String role, String effect, int priority, String conditions) {
    return policies
        .create(
            JsonBody.of(
                """
                {"role_id":"%s","resource_type":"table","resource_name":"orders",
                 "actions":["read"],"conditions":%s,"effect":"%s","priority":%d}\
                """
                    .formatted(role, conditions, effect, priority)))
        .getString("id");
  }

  private JsonObject decide(
      @Nullable String owner, @Nullable String aal, @Nullable String address) {
    return decisions.decide(new Question(user, "table", "orders", "select", owner, aal, address));
  }

  private boolean isAllowed() {
    return decide(null, null, null).getBoolean("allowed");
  }

  @Test
  void nobodyWithoutARoleMayDoAnything() {
    JsonObject decision = decide(null, null, null);
    assertThat(decision.getBoolean("allowed")).isFalse();
    assertThat(decision.getString("reason")).startsWith("Denied by ABAC policy");
  }

  @Test
  void theHigherPriorityDecidesAndAmongEqualsTheDenial() {
    String role = role();
    policy(role, "allow", 10, "{}");
    assertThat(isAllowed()).isTrue();
    String denial = policy(role, "deny", 10, "{}");
    assertThat(decide(null, null, null).getString("policy_id")).isEqualTo(denial);
    assertThat(isAllowed()).isFalse();
    String stronger = policy(role, "allow", 11, "{}");
    JsonObject decision = decide(null, null, null);
    assertThat(decision.getBoolean("allowed")).isTrue();
    assertThat(decision.getString("reason")).contains(stronger).contains("priority 11");
  }

  @Test
  void anExpiredRoleCountsNoMore() {
    String role = role();
    policy(role, "allow", 0, "{}");
    assertThat(isAllowed()).isTrue();
    database.execute(
        "update minibaas_permissions.user_roles set expires_at = now() - interval '1 second'"
            + " where user_id = '"
            + user
            + "'");
    assertThat(isAllowed()).isFalse();
    assertThat(roles.of(user)).isEmpty();
  }

  @Test
  void theOwnerIsComparedWhenItIsKnown() {
    policy(role(), "allow", 0, "{\"owner_only\":true}");
    assertThat(decide(user.toString(), null, null).getBoolean("allowed")).isTrue();
    assertThat(decide(UUID.randomUUID().toString(), null, null).getBoolean("allowed")).isFalse();
    JsonObject unknown = decide(null, null, null);
    assertThat(unknown.getBoolean("allowed")).isTrue();
    assertThat(unknown.getBoolean("owner_only")).isTrue();
    assertThat(unknown.getString("reason")).endsWith("for your own resources only");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{'mfa_required':true}                                              | aal1 | 192.0.2.1   | false",
        "{'mfa_required':true}                                              | aal2 | 192.0.2.1   | true",
        "{'mfa_required':true}                                              | -    | 192.0.2.1   | false",
        "{'ip_range':'192.0.2.0/24'}                                        | -    | 192.0.2.255 | true",
        "{'ip_range':'192.0.2.0/24'}                                        | -    | 192.0.3.1   | false",
        "{'ip_range':['10.0.0.0/8','2001:db8::/32']}                        | -    | 2001:db8::1 | true",
        "{'ip_range':'192.0.2.0/24'}                                        | -    | -           | false",
        "{'ip_range':'192.0.2.0/24'}                                        | -    | no address  | false",
        "{'time_window':{'from':'09:00','to':'17:00'}}                      | -    | -           | true",
        "{'time_window':{'from':'13:00','to':'17:00'}}                      | -    | -           | false",
        "{'time_window':{'from':'22:00','to':'13:00'}}                      | -    | -           | true",
        "{'time_window':{'from':'09:00','to':'17:00','days':[1,2]}}         | -    | -           | false",
        "{'time_window':{'from':'09:00','to':'17:00','days':[3]}}           | -    | -           | true",
        "{'time_window':{'from':'20:30','to':'21:30','timezone':'Asia/Tokyo'}} | -  | -           | true",
        "{'mfa_required':true,'ip_range':'192.0.2.0/24'}                    | aal2 | 192.0.3.1   | false",
      })
  void aPolicyAppliesWhenAllItsConditionsHold(
      String conditions, @Nullable String aal, @Nullable String address, boolean isApplied) {
    policy(role(), "allow", 0, conditions.replace('\'', '"'));
    assertThat(decide(null, aal, address).getBoolean("allowed")).isEqualTo(isApplied);
  }

  @Test
  void whatCannotBeToldDenies() {
    String role = role();
    policy(role, "allow", 0, "{}");
    policy(role, "deny", 0, "{\"ip_range\":\"192.0.2.0/24\"}");
    assertThat(decide(null, null, "198.51.100.1").getBoolean("allowed")).isTrue();
    assertThat(decide(null, null, "192.0.2.1").getBoolean("allowed")).isFalse();
    assertThat(decide(null, null, null).getBoolean("allowed")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'owner':true}",
        "{'owner_only':'yes'}",
        "{'ip_range':'192.0.2.1/24'}",
        "{'ip_range':'localhost'}",
        "{'ip_range':'192.0.2.0/33'}",
        "{'ip_range':[]}",
        "{'ip_range':{'a':1}}",
        "{'time_window':{'from':'9:00','to':'17:00'}}",
        "{'time_window':{'from':'09:00'}}",
        "{'time_window':{'from':'24:00','to':'17:00'}}",
        "{'time_window':{'from':'09:00','to':'17:00','days':[0]}}",
        "{'time_window':{'from':'09:00','to':'17:00','days':[]}}",
        "{'time_window':{'from':'09:00','to':'17:00','timezone':'Mars/Olympus'}}",
        "{'time_window':'always'}",
      })
  void aMisspeltConditionIsRefusedAndNotWritten(String conditions) {
    String role = role();
    assertThatThrownBy(() -> policy(role, "allow", 0, conditions.replace('\'', '"')))
        .isInstanceOfSatisfying(
            ApiError.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PAYLOAD));
    assertThat(policies.page(UUID.fromString(role), 10, 0).total()).isZero();
  }

  @Test
  void aSignUpGivesTheRoleAndNeverFails() {
    String insert = "insert into auth.users (id, is_anonymous) values ('%s', %s)";
    UUID anonymous = UUID.randomUUID();
    database.execute(insert.formatted(user, false));
    database.execute(insert.formatted(anonymous, true));
    assertThat(roles.of(user)).containsExactly("user");
    assertThat(roles.of(anonymous)).containsExactly("guest");
    database.execute("update auth.users set is_anonymous = false where id = '" + anonymous + "'");
    assertThat(roles.of(anonymous)).containsExactly("guest", "user");

    database.execute("alter table minibaas_permissions.user_roles rename to broken");
    UUID late = UUID.randomUUID();
    try {
      database.execute(insert.formatted(late, false));
      database.execute("delete from auth.users where id = '" + late + "'");
    } finally {
      database.execute("alter table minibaas_permissions.broken rename to user_roles");
    }
    database.execute("delete from auth.users where id = '" + user + "'");
    assertThat(roles.of(user)).isEmpty();
  }

  @Test
  void usersAskForThemselvesOnly() {
    Caller caller =
        Caller.ofClaims(Map.of("sub", user.toString(), "aal", "aal2"), "authenticated", null);
    String question =
        "{\"resource_type\":\"table\",\"resource_name\":\"orders\",\"action\":\"read\"%s}";
    Question own = Question.of(JsonBody.of(question.formatted("")), caller, "192.0.2.1");
    assertThat(own)
        .isEqualTo(new Question(user, "table", "orders", "select", null, "aal2", "192.0.2.1"));
    for (String more : List.of(",\"user_id\":\"" + user + "\"", ",\"aal\":\"aal2\"")) {
      assertThatThrownBy(
              () -> Question.of(JsonBody.of(question.formatted(more)), caller, "192.0.2.1"))
          .isInstanceOf(ApiError.class);
    }
  }

  @Test
  void theFunctionsOfTheDatabaseTellOthersNothing() {
    assertThat(
            database.query(
                """
                select f.proname || ' ' || r.rolname
                from pg_proc f join pg_namespace n on n.oid = f.pronamespace
                cross join (select rolname from pg_roles
                  where rolname in ('anon', 'authenticated', 'authenticator')) r
                where n.nspname = 'minibaas_permissions'
                  and has_function_privilege(r.rolname, f.oid, 'execute')
                  and has_schema_privilege(r.rolname, n.oid, 'usage')
                order by 1
                """))
        .containsExactly("has_permission authenticated", "my_roles authenticated");
    assertThat(
            database.query(
                """
                select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where n.nspname in ('minibaas_permissions', 'minibaas') and p.prosecdef
                  and not coalesce(p.proconfig::text like '%search_path=pg_catalog%', false)
                """))
        .isEmpty();
  }

  @Test
  void aPolicyOfRowLevelSecurityCanAsk() {
    policy(role(), "allow", 0, "{\"owner_only\":true}");
    String asUser =
        "select set_config('request.jwt.claims', '{\"sub\":\"%s\"}', false);".formatted(user);
    database.execute(
        asUser
            + """
            do $$ begin
              assert minibaas_permissions.has_permission('table', 'orders', 'read', '%s');
              assert not minibaas_permissions.has_permission('table', 'orders', 'read', gen_random_uuid());
              assert not minibaas_permissions.has_permission('table', 'orders', 'update');
            end $$\
            """
                .formatted(user));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'; drop table x; --", "%", "_", "*", "' or ''='", "$1", "\\"})
  void whatLooksLikeSqlIsAName(String name) {
    policy(role(), "allow", 0, "{}");
    assertThat(
            decisions
                .decide(new Question(user, name, name, "select", name, name, name))
                .getBoolean("allowed"))
        .isFalse();
  }

  /** Every value is bound: whatever is said, the log has the service's own statements. */
  @Test
  void hostileNamesAndValuesStandInNoStatement() {
    List<String> hostile =
        List.of(
            "'; drop table minibaas_permissions.roles; --",
            "' or '1'='1",
            "$$; delete from minibaas_permissions.roles; $$",
            "$1",
            "{fn now()}",
            "\\'; select pg_sleep(5); --",
            "') union select 1; --");
    String role = role();
    policy(role, "allow", 0, "{}");
    long mark = database.log().mark();
    for (String text : hostile) {
      String quoted = Json.createValue(text).toString();
      decisions.decide(new Question(user, text, text, text, text, text, text));
      JsonObject made =
          policies.create(
              JsonBody.of(
                  """
                  {"role_id":"%s","resource_type":%s,"resource_name":%s,"actions":["read"],
                   "effect":"deny"}\
                  """
                      .formatted(role, quoted, quoted)));
      assertThat(made.getString("resource_name")).isEqualTo(text);
      assertThatThrownBy(() -> assign(text.replace("\\", "\\\\"), "")).isInstanceOf(ApiError.class);
      assertThatThrownBy(() -> roles.revoke(user, text)).isInstanceOf(ApiError.class);
      String name = "r" + UUID.randomUUID().toString().replace("-", "");
      roles.create(JsonBody.of("{\"name\":\"%s\",\"description\":%s}".formatted(name, quoted)));
    }
    assertThat(database.log().statementsSince(mark))
        .filteredOn(entry -> entry.user().equals(Login.PERMISSIONS.user()))
        .hasSizeGreaterThan(hostile.size() * 4)
        .allSatisfy(entry ->
            assertThat(entry.message())
                .matches(
                    "(?s)(statement: BEGIN|execute [^:]*: (BEGIN|COMMIT|ROLLBACK"
                        + "|select policy_id, role_name.*"
                        + "|(insert into|delete from) minibaas_permissions\\.(user_roles|roles"
                        + "|resource_policies)\\b.*))")
                .doesNotContain("drop table", "'1'", "pg_sleep", "union", "now()}"));
    assertThat(database.query("select name from minibaas_permissions.roles")).contains("admin");
  }
}
