package dev.minibaas.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.testkit.MariaDbServer;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;

class MysqlEngineTest extends EngineContractTest {
  private final MariaDbServer server = MariaDbServer.start();

  MysqlEngineTest() {
    server.execute(
        "create table items (id varchar(64) primary key, owner_id varchar(64), name mediumtext,"
            + " amount int, done boolean) default character set utf8mb4");
  }

  @Override
  EngineKind kind() {
    return EngineKind.MYSQL;
  }

  @Override
  String connectionString() {
    return server.uri();
  }

  /** Values stand in the text here, so what counts is that each entry is one intended statement. */
  @Override
  void watched(Runnable work) {
    int mark = server.generalLog().length();
    work.run();
    String log = server.generalLog().substring(mark);
    List<String> statements =
        Pattern.compile("(?m)^[^\\n]*?\\t *[0-9]+ (Query|Execute|Prepare|Init DB)\\t(.*)$")
            .matcher(log)
            .results()
            .map(match -> match.group(2))
            .toList();
    assertThat(statements)
        .hasSizeGreaterThan(HOSTILE.size() * 5)
        .allMatch(text ->
            text.matches(
                "(?i)(set .*|select `.*|select column_name.*|insert into `items`.*"
                    + "|update `items` set.*|delete from `items` where.*|commit|rollback"
                    + "|start transaction.*|select @@.*)"));
  }

  @Override
  void emptyItems() {
    server.execute("delete from items");
  }

  @AfterAll
  void stop() {
    engine.close();
    server.close();
  }
}
