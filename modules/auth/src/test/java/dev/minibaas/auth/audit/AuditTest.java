package dev.minibaas.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import dev.minibaas.auth.json.JsonValues;
import dev.minibaas.auth.request.Origin;
import dev.minibaas.auth.session.Bearer;
import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class AuditTest {
  private final TestDatabase database;
  private final AuthFixture auth;

  AuditTest(TestDatabase database) {
    this.database = database;
    this.auth = new AuthFixture(database);
  }

  @Test
  void anEntryTellsWhoDidWhatFromWhere() {
    Bearer bearer =
        auth.bearers.of(
            AuthFixture.call(auth.newUser("audit@example.org").getString("access_token")));
    auth.transactions.in(tx -> {
      new Audit()
          .record(
              tx,
              Action.LOGIN,
              bearer.user(),
              new Origin("192.0.2.9", "JUnit"),
              JsonValues.object().add("provider", "email").build());
      return bearer;
    });

    assertThat(
            database.query(
                """
                select concat_ws(' ', ip_address, payload ->> 'action', payload ->> 'log_type',
                  payload ->> 'actor_username', payload -> 'traits' ->> 'provider')
                from auth.audit_log_entries where payload ->> 'actor_id' =
                """
                    + "'"
                    + bearer.user().id()
                    + "'"))
        .contains("192.0.2.9 login account audit@example.org email");
  }
}
