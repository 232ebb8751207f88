package dev.minibaas.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.testkit.TestDatabase;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tables are to the engines that speak SQL. */
abstract class SqlSchemasContractTest extends SchemasContractTest {
  private static final String OWNER = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";

  /** Texts that would be more than a text, were they not quoted. */
  private static final List<String> HOSTILE =
      List.of(
          "'); drop table kept; --",
          "' || (select version()) || '",
          "now()",
          "gen_random_uuid()",
          "uuid()",
          "randomblob(4)",
          "\\'; drop table kept; --",
          "\\",
          "\\\\'",
          "$$; drop table kept; $$",
          "E'\\047'",
          "X'41'",
          "current_timestamp",
          "null",
          "default",
          "`; drop table kept; `",
          "]; drop table kept; --",
          "/* x */",
          "-- x",
          "# x",
          "?",
          ":name",
          "{fn now()}",
          "\r\n; drop table kept",
          "' comment 'x",
          "\u02bc or 1=1",
          "\ud83d\ude00");

  SqlSchemasContractTest(TestDatabase database) {
    super(database);
  }

  /** Past the service, as who may do everything. */
  abstract Connection connect() throws SQLException;

  abstract String tablesSql();

  void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage() + " in: " + sql, e);
    }
  }

  List<String> query(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> column = new ArrayList<>();
      while (rows.next()) {
        column.add(rows.getString(1));
      }
      return column;
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage() + " in: " + sql, e);
    }
  }

  @Override
  List<String> tables() {
    return query(tablesSql());
  }

  @Override
  void makeTable(String name) {
    execute("create table " + name + " (a int)");
  }

  @Test
  void aNameIsTakenOnce() {
    String name = fresh();
    Definition wanted = definition(name, column("a", "text", ""));
    assertThat(schemas.create(ALICE, wanted).getString("ddl")).contains("create table", name);
    assertRefused(ErrorCode.DUPLICATE, () -> schemas.create(ALICE, wanted));
    assertThat(entries()).containsOnlyOnce(name);
  }

  @Test
  void aTableThatWasThereBeforeIsLeftAlone() {
    execute("delete from kept");
    execute("insert into kept values (7)");
    assertRefused(
        ErrorCode.DUPLICATE,
        () -> schemas.create(ALICE, definition("kept", column("a", "text", ""))));
    assertThat(entries()).doesNotContain("kept");
    assertThat(query("select a from kept")).containsExactly("7");
  }

  /** Past the first thousand, which a listing has. */
  @Test
  void aTableThatNoListingShowsIsLeftAloneToo() {
    thousandTimes("create table a_%d (a int)");
    makeTable("zz_last");
    try {
      assertRefused(
          ErrorCode.DUPLICATE,
          () -> schemas.create(ALICE, definition("zz_last", column("b", "text", ""))));
      assertThat(entries()).doesNotContain("zz_last");
      assertThat(query("select a from zz_last")).isEmpty();
    } finally {
      thousandTimes("drop table a_%d");
      execute("drop table zz_last");
    }
  }

  private void thousandTimes(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < 1000; i++) {
        statement.execute(sql.formatted(i));
      }
      connection.commit();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTableWhoseEntryIsLeftAloneIsMadeByTheSameCallAgain() {
    String name = fresh();
    JsonObject first = schemas.create(ALICE, definition(name, column("a", "text", "")));
    execute("drop table " + name);
    JsonObject again = schemas.create(ALICE, definition(name, column("b", "integer", ""), false));
    assertThat(again.getString("id")).isEqualTo(first.getString("id"));
    assertThat(query("select b from " + name)).isEmpty();
    assertThat(schemas.page(ALICE, 100, 0).schemas().toString()).contains("\"b\"");
    execute("drop table " + name);
    schemas.drop(ALICE, id(first));
    assertThat(entries()).doesNotContain(name);
  }

  @Test
  void aDefaultIsALiteralWhateverItSays() {
    watched(() -> {
      for (String text : HOSTILE) {
        String name = fresh();
        String columns =
            column("a", "text", ",\"default_value\":" + quoted(text))
                + ","
                + column("n", "integer", ",\"default_value\":-7,\"unique\":true")
                + ","
                + column("d", "boolean", ",\"default_value\":true,\"nullable\":true");
        schemas.create(ALICE, definition(name, columns));
        execute("insert into " + name + " (owner_id) values ('" + OWNER + "')");
        assertThat(query("select a from " + name)).as(text).containsExactly(text);
        assertThat(query("select n from " + name + " where d")).containsExactly("-7");
      }
    });
    assertThat(tables()).contains("kept");
  }

  @Test
  void whatTheEngineRefusesLeavesNothing() {
    List<String> tables = tables();
    List<String> entries = entries();
    String longest = "x".repeat(63);
    String twice = column("a", "text", "") + "," + column("A", "text", "");
    assertRefused(
        ErrorCode.INVALID_PAYLOAD, () -> schemas.create(ALICE, definition(longest, twice)));
    refusedByEngine();
    assertThat(tables()).isEqualTo(tables);
    assertThat(entries()).isEqualTo(entries);
  }

  /** A default that doesn't fit its type, for engines that mind. */
  void refusedByEngine() {
    assertRefused(
        ErrorCode.INVALID_PAYLOAD,
        () ->
            schemas.create(
                ALICE,
                definition(fresh(), column("a", "integer", ",\"default_value\":\"no number\""))));
  }
}
