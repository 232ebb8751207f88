package dev.minibaas.auth.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.testkit.PostgresExtension;
import dev.minibaas.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class AuthSchemaTest {
  private static final String COLUMNS =
      """
      select table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable
      from information_schema.columns where table_schema = 'auth'
        and table_name not in ('users', 'schema_migrations')
      order by 1
      """;

  private static final String INDEXES =
      "select indexdef from pg_indexes where schemaname = 'auth' order by 1";

  private static final String CONSTRAINTS =
      """
      select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where connamespace = 'auth'::regnamespace order by 1
      """;

  private final TestDatabase database;

  AuthSchemaTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void allTablesOfGoTrueAreThereAndTheServices() {
    assertThat(
            database.query(
                """
                select tablename from pg_tables
                where schemaname = 'auth' and tableowner = 'minibaas_auth' order by 1
                """))
        .containsExactly(
            "audit_log_entries",
            "custom_oauth_providers",
            "flow_state",
            "identities",
            "instances",
            "mfa_amr_claims",
            "mfa_challenges",
            "mfa_factors",
            "oauth_authorizations",
            "oauth_client_states",
            "oauth_clients",
            "oauth_consents",
            "one_time_tokens",
            "refresh_tokens",
            "saml_providers",
            "saml_relay_states",
            "schema_migrations",
            "sessions",
            "sso_domains",
            "sso_providers",
            "users",
            "webauthn_challenges",
            "webauthn_credentials");
  }

  @Test
  void nobodyElseReadsThem() {
    assertThat(
            database.query(
                """
                select format('%s of %s.%s', role, schemaname, tablename)
                from pg_tables,
                  unnest(array['anon', 'authenticated', 'service_role', 'authenticator']) as role
                where schemaname in ('auth', 'minibaas_auth')
                  and has_table_privilege(
                    role, format('%I.%I', schemaname, tablename), 'select, insert, update, delete')
                """))
        .isEmpty();
  }

  @Test
  void aSchemaThatAnOlderGoTrueHasMadeIsCompleted() throws IOException {
    List<String> columns = database.query(COLUMNS);
    List<String> indexes = database.query(INDEXES);
    List<String> constraints = database.query(CONSTRAINTS);
    database.execute(
        """
        drop table auth.webauthn_credentials, auth.webauthn_challenges, auth.oauth_consents,
          auth.custom_oauth_providers;
        alter table auth.sessions drop column oauth_client_id, drop column scopes;
        alter table auth.flow_state drop column email_optional,
          alter column code_challenge set not null;
        drop type auth.oauth_response_type cascade;
        drop table auth.oauth_authorizations;
        """);

    Path file = Path.of(System.getProperty("root.dir"), "db/postgresql");
    String migration = Files.readString(file.resolve("V008__auth_of_gotrue_2_188.sql"));
    // as Flyway does, in one transaction
    database.execute("begin;" + migration + "commit;");

    assertThat(database.query(COLUMNS)).isEqualTo(columns);
    assertThat(database.query(INDEXES)).isEqualTo(indexes);
    assertThat(database.query(CONSTRAINTS)).isEqualTo(constraints);
  }
}
