package dev.minibaas.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The schema cache follows the database. */
@ExtendWith(PostgresExtension.class)
class SchemaWatchTest {
  private final TestDatabase database;

  SchemaWatchTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void a_notification_reloads_it_and_so_does_a_lost_connection() throws InterruptedException {
    try (TestModule module = TestModule.on(database, 2, Map.of())) {
      database.execute(
          "create table public.born_late (id int primary key);"
              + "grant all on public.born_late to anon; notify pgrst, 'reload schema'");
      awaitStatus(module, "OPTIONS /born_late", 200);

      database.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where application_name = 'rest schema cache' and datname = current_database()");
      database.execute("create table public.born_later (id int primary key)");
      database.execute("notify pgrst");
      awaitStatus(module, "OPTIONS /born_later", 200);
    }
  }

  private static void awaitStatus(TestModule module, String request, int status)
      throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      if (module.send("anon", request, "").status() == status) {
        return;
      }
      Thread.sleep(100);
    }
    assertThat(module.send("anon", request, "").status()).isEqualTo(status);
  }
}
