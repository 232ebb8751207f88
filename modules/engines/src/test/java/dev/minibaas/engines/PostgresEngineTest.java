package dev.minibaas.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PostgresEngineTest extends EngineContractTest {
  private final TestDatabase database;

  PostgresEngineTest(TestDatabase database) {
    this.database = database;
    database.execute(
        "create table items (id text primary key, owner_id uuid, name text, amount int4, done bool)");
  }

  @Override
  EngineKind kind() {
    return EngineKind.POSTGRESQL;
  }

  @Override
  String connectionString() {
    return database.uri(TestDatabase.Login.SUPERUSER);
  }

  @Override
  void emptyItems() {
    database.execute("delete from items");
  }
}
