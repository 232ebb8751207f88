package dev.minibaas.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.rest.http.TestModule.Reply;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the database says of the settings wins, and holds without a restart. */
@ExtendWith(PostgresExtension.class)
class DatabaseSettingsTest {
  private final TestDatabase database;

  DatabaseSettingsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void make() {
    database.execute(
        """
        create schema if not exists second;
        create table if not exists second.notes (id int primary key);
        insert into second.notes select generate_series(1, 5) on conflict do nothing;
        grant usage on schema second to anon, authenticated;
        grant select on second.notes to anon, authenticated;
        alter table second.notes disable row level security;
        """);
  }

  @AfterEach
  void reset() {
    database.execute(
        "alter role authenticator reset all; alter role authenticator in database \""
            + database.name()
            + "\" reset all");
  }

  private void set(String setting, String value) {
    database.execute(
        "alter role authenticator in database \"%s\" set pgrst.%s to '%s'"
            .formatted(database.name(), setting, value));
  }

  @Test
  void settings_of_the_login_role_are_followed() throws InterruptedException {
    set("db_schemas", "public, second");
    set("db_max_rows", "2");
    try (TestModule module = TestModule.on(database, 2, Map.of("PGRST_DB_MAX_ROWS", "4"))) {
      assertThat(notes(module).rows()).isEqualTo("[{\"id\":1},{\"id\":2}]");

      set("db_max_rows", "3");
      set("db_aggregates_enabled", "1");
      database.execute("notify pgrst, 'reload config'");
      await(module, "[{\"id\":1},{\"id\":2},{\"id\":3}]");
      assertThat(
              module.send("anon", "GET /notes?select=count()", "", "Accept-Profile: second").body())
          .isEqualTo("[{\"count\":5}]");
    }
  }

  @Test
  void those_of_this_database_go_before_those_of_all_and_before_a_functions() {
    database.execute("alter role authenticator set pgrst.db_schemas to 'public'");
    database.execute(
        """
        create or replace function public.pre_config() returns void language sql as $$
          select set_config('pgrst.db_schemas', 'nowhere', true),
            set_config('pgrst.db_max_rows', '1', true) $$;
        grant execute on function public.pre_config() to authenticator;
        grant usage on schema public to authenticator;
        """);
    set("db_schemas", "public, second");
    try (TestModule module =
        TestModule.on(database, 2, Map.of("PGRST_DB_PRE_CONFIG", "public.pre_config"))) {
      assertThat(notes(module).rows()).isEqualTo("[{\"id\":1}]");
    }
  }

  @Test
  void what_cannot_be_used_changes_nothing() throws InterruptedException {
    set("db_schemas", "second");
    try (TestModule module = TestModule.on(database, 2, Map.of())) {
      set("db_max_rows", "many");
      database.execute("notify pgrst");
      set("db_max_rows", "1");
      database.execute("notify pgrst");
      await(module, "[{\"id\":1}]");
    }
  }

  @Test
  void they_can_be_switched_off() {
    set("db_schemas", "second");
    try (TestModule module = TestModule.on(database, 2, Map.of("PGRST_DB_CONFIG", "false"))) {
      assertThat(notes(module).status()).isEqualTo(406);
    }
  }

  private static Reply notes(TestModule module) {
    return module.send("anon", "GET /notes?order=id", "", "Accept-Profile: second");
  }

  private static void await(TestModule module, String body) throws InterruptedException {
    for (int i = 0; i < 100 && !notes(module).rows().equals(body); i++) {
      Thread.sleep(100);
    }
    assertThat(notes(module).rows()).isEqualTo(body);
  }
}
