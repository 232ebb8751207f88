package dev.minibaas.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.testkit.MariaDbServer;
import dev.minibaas.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MysqlSchemasTest extends SqlSchemasContractTest {
  private final MariaDbServer server = MariaDbServer.start();

  MysqlSchemasTest(TestDatabase database) {
    super(database);
  }

  @BeforeAll
  void keep() {
    makeTable("kept");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Override
  EngineKind kind() {
    return EngineKind.MYSQL;
  }

  @Override
  String connection() {
    return server.uri();
  }

  @Override
  String connectionToNothing() {
    return server.uri().replace(":" + server.port() + "/", ":1/");
  }

  @Override
  Connection connect() throws SQLException {
    return server.connect();
  }

  @Override
  String tablesSql() {
    return "select table_name from information_schema.tables where table_schema = database()"
        + " order by 1";
  }

  /** Each entry of the general log is one statement; literals are cut out of them first. */
  @Override
  void watched(Runnable work) {
    int mark = server.generalLog().length();
    work.run();
    List<String> statements =
        Pattern.compile("(?m)\\t *[0-9]+ (Query|Execute|Prepare|Init DB)\\t(.*)$")
            .matcher(server.generalLog().substring(mark).replaceAll("'(?:[^'\\\\]|''|\\\\.)*'", ""))
            .results()
            .map(match -> match.group(2).strip())
            .toList();
    assertThat(statements)
        .allMatch(text ->
            text.matches(
                "(?i)(set .*|select table_name.*|select [and] from t_\\w+( where d)?"
                    + "|insert into t_\\w+ .*|create table `t_\\w+` \\(|commit|rollback"
                    + "|start transaction.*|select @@.*)"))
        .noneMatch(text -> text.contains("kept"));
  }
}
