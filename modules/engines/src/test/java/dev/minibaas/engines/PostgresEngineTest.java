package dev.minibaas.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
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
  void watched(Runnable work) {
    long mark = database.log().mark();
    work.run();
    assertThat(database.log().statementsSince(mark))
        .filteredOn(entry -> entry.application().equals("mini-baas"))
        .hasSizeGreaterThan(HOSTILE.size() * 5)
        .allSatisfy(entry ->
            assertThat(entry.message())
                .matches(
                    "(?s)(statement: set statement_timeout.*|execute [^:]*: (select set_config"
                        + "\\('app\\.current_user_id', \\$1::text, true\\)|select \"id\".*"
                        + "|insert into \"public\"\\.\"items\".*|update \"public\"\\.\"items\".*"
                        + "|delete from \"public\"\\.\"items\".*|select a\\.attname.*))")
                .doesNotContain("drop table", "or 1=1", "sleep", "attach", "union"));
  }

  @Override
  void emptyItems() {
    database.execute("delete from items");
  }
}
