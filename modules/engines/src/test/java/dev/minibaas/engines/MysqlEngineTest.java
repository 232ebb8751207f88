package dev.minibaas.engines;

import dev.minibaas.engines.target.EngineKind;
import org.junit.jupiter.api.AfterAll;

class MysqlEngineTest extends EngineContractTest {
  private final MariaDbServer server = MariaDbServer.start();

  MysqlEngineTest() {
    server.execute(
        "create table items (id varchar(64) primary key, owner_id varchar(64), name mediumtext,"
            + " amount int, done boolean)");
  }

  @Override
  EngineKind kind() {
    return EngineKind.MYSQL;
  }

  @Override
  String connectionString() {
    return server.uri();
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
