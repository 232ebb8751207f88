package dev.minibaas.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.testkit.TestDatabase.Login;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The auth service's tables, as the service sees them. */
@ExtendWith(PostgresExtension.class)
class AccountsTest {
  private final TestDatabase database;

  AccountsTest(TestDatabase database) {
    this.database = database;
  }

  private void asAuth(String sql) throws SQLException {
    try (Connection connection = database.dataSource(Login.AUTH).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private UUID account(String columns, String values) throws SQLException {
    UUID id = UUID.randomUUID();
    asAuth("insert into auth.users (id%s) values ('%s'%s)".formatted(columns, id, values));
    return id;
  }

  private String publicEmail(UUID id) {
    return String.join(
        ",", database.query("select email from public.users where id = '%s'".formatted(id)));
  }

  @Test
  void theAuthServiceOwnsItsSchemaAndSeesNothingElse() throws SQLException {
    assertThat(
            database.query(
                "select tablename from pg_tables where schemaname = 'auth'"
                    + " and tableowner <> 'minibaas_auth'"))
        .isEmpty();
    assertThatThrownBy(() -> asAuth("select * from public.users"))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() -> asAuth("select * from minibaas.flyway_schema_history"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void noApiRoleReachesAnAccount() {
    for (var caller :
        new ApiCaller[] {
          ApiCaller.anon(database),
          ApiCaller.user(database, UUID.randomUUID()),
          ApiCaller.service(database)
        }) {
      assertThatThrownBy(() -> caller.query("select * from auth.users"))
          .hasMessageContaining("permission denied for table users");
    }
  }

  @Test
  void tokensThatAreUnsetDoNotCollide() throws SQLException {
    String columns = ", confirmation_token, recovery_token, email_change_token_new";
    account(columns, ", '', '', ''");
    account(columns, ", '', '', ''");
    account("", "");
    account(columns, ", 'abc', '', ''");
    assertThatThrownBy(() -> account(columns, ", 'abc', '', ''"))
        .hasMessageContaining("confirmation_token_idx");
  }

  @Test
  void confirmedAtIsTheEarlierOfTheTwoConfirmations() throws SQLException {
    UUID id =
        account(
            ", email_confirmed_at, phone_confirmed_at",
            ", '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'");
    assertThat(
            database.query(
                "select confirmed_at::date from auth.users where id = '%s'".formatted(id)))
        .containsExactly("2026-01-01");
  }

  @Test
  void anAddressBelongsToOneAccountUnlessItCameFromSso() throws SQLException {
    account(", email", ", 'one@example.com'");
    assertThatThrownBy(() -> account(", email", ", 'one@example.com'"))
        .hasMessageContaining("users_email_partial_key");
    account(", email, is_sso_user", ", 'one@example.com', true");
  }

  @Test
  void everyAccountHasItsRowInPublicUsers() throws SQLException {
    UUID named =
        account(", email, raw_user_meta_data", ", 'named@example.com', '{\"name\": \"Nina\"}'");
    assertThat(publicEmail(named)).isEqualTo("named@example.com");
    UUID anonymous = account(", is_anonymous", ", true");
    assertThat(publicEmail(anonymous)).isEqualTo(anonymous + "@users.invalid");
  }

  @Test
  void anAddressAlreadyTakenInPublicUsersDoesNotBreakASignup() throws SQLException {
    database.execute("insert into public.users (email) values ('taken@example.com')");
    UUID id = account(", email", ", 'taken@example.com'");
    assertThat(publicEmail(id)).isEqualTo(id + "@users.invalid");
  }

  @Test
  void aBrokenCopyDoesNotBreakASignup() throws SQLException {
    database.execute("alter table public.users add constraint broken check (name <> 'Broken')");
    UUID id = account(", email, raw_user_meta_data", ", 'b@example.com', '{\"name\": \"Broken\"}'");
    database.execute("alter table public.users drop constraint broken");
    assertThat(publicEmail(id)).isEmpty();
  }

  @Test
  void theCopyFollowsAChangeOfAddressAndTheEndOfTheAccount() throws SQLException {
    UUID id = account(", email", ", 'before@example.com'");
    asAuth("update auth.users set email = 'after@example.com' where id = '%s'".formatted(id));
    assertThat(publicEmail(id)).isEqualTo("after@example.com");
    asAuth("delete from auth.users where id = '%s'".formatted(id));
    assertThat(publicEmail(id)).isEmpty();
  }

  @Test
  void whatBelongsToAnAccountEndsWithIt() throws SQLException {
    UUID id = account(", email", ", 'end@example.com'");
    UUID session = UUID.randomUUID();
    asAuth("insert into auth.sessions (id, user_id) values ('%s', '%s')".formatted(session, id));
    asAuth(
        "insert into auth.refresh_tokens (token, user_id, session_id) values ('t', '%s', '%s')"
            .formatted(id, session));
    asAuth(
        "insert into auth.identities (provider_id, user_id, identity_data, provider)"
            + " values ('%s', '%s', '{\"email\": \"END@example.com\"}', 'email')"
                .formatted(id, id));
    assertThat(
            database.query("select email from auth.identities where user_id = '%s'".formatted(id)))
        .containsExactly("end@example.com");
    asAuth("delete from auth.users where id = '%s'".formatted(id));
    assertThat(
            database.query(
                "select count(*) from auth.refresh_tokens where session_id = '%s'"
                    .formatted(session)))
        .containsExactly("0");
  }
}
