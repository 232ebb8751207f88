package dev.minibaas.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.testkit.TestDatabase;
import dev.minibaas.testkit.TestDatabase.Login;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresSchemasTest extends SqlSchemasContractTest {
  private static final String COUNTED = "do $$ begin assert (select count(*) from %s) = %d; end $$";

  PostgresSchemasTest(TestDatabase database) {
    super(database);
  }

  @BeforeAll
  void keep() {
    makeTable("kept");
  }

  @Override
  EngineKind kind() {
    return EngineKind.POSTGRESQL;
  }

  @Override
  String connection() {
    return database.uri(Login.SUPERUSER);
  }

  @Override
  String connectionToNothing() {
    return connection().replace(":" + database.port() + "/", ":1/");
  }

  @Override
  Connection connect() throws SQLException {
    return database.dataSource(Login.SUPERUSER).getConnection();
  }

  @Override
  String tablesSql() {
    return "select tablename from pg_tables where schemaname = 'public' order by tablename";
  }

  @Override
  void watched(Runnable work) {
    long mark = database.log().mark();
    work.run();
    assertThat(database.log().statementsSince(mark))
        .filteredOn(entry -> entry.application().equals("mini-baas"))
        .extracting(entry -> entry.message().replaceAll("'(?:[^']|'')*'", "''"))
        .allMatch(text ->
            text.matches(
                "(?s)(statement: BEGIN|execute [^:]*: +(BEGIN|COMMIT|ROLLBACK|set \\w+ = (''|\\d+|on)"
                    + "|select c\\.relname.*|create table \"public\".*"
                    + "|alter table \"public\"\\.\"t_\\w+\" (enable|force) row level security"
                    + "|create policy owner_isolation on \"public\"\\.\"t_\\w+\" using .*"
                    + "|do \\$\\$.*))"))
        .noneMatch(text -> text.contains("kept"));
    // the service's own: every value is bound, so the statements are these texts and no others
    assertThat(database.log().statementsSince(mark))
        .filteredOn(entry -> entry.user().equals(Login.SCHEMAS.user()))
        .filteredOn(entry -> !entry.message().startsWith("statement: SET application_name = "))
        .allSatisfy(entry ->
            assertThat(entry.message())
                .matches("(?s)(statement: BEGIN|execute [^:]*: .*)")
                .doesNotContain("kept", "version()", "'"));
  }

  @Test
  void ownersAreKeptApartUnlessTheDefinitionSaysOtherwise() {
    String name = fresh();
    schemas.create(ALICE, definition(name, column("a", "text", "")));
    assertThat(query("select policyname from pg_policies where tablename = '%s'".formatted(name)))
        .containsExactly("owner_isolation");
    execute(as(ALICE, "insert into %s (a) values ('hers')".formatted(name)));
    execute(as(BOB, COUNTED.formatted(name, 0)));
    execute(as(ALICE, COUNTED.formatted(name, 1)));

    String open = fresh();
    schemas.create(ALICE, definition(open, column("a", "text", ""), false));
    assertThat(query("select policyname from pg_policies where tablename = '%s'".formatted(open)))
        .isEmpty();
  }

  private static String as(Caller caller, String sql) {
    return "set role authenticated; select set_config('app.current_user_id', '%s', false); %s"
        .formatted(caller.getName(), sql);
  }
}
