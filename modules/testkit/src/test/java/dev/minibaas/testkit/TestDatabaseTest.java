package dev.minibaas.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.testkit.TestDatabase.Login;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class TestDatabaseTest {
  private final TestDatabase database;

  TestDatabaseTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void aPooledConnectionComesBackRolledBackButNotCleaned() throws SQLException {
    TestPool pool = database.pool(Login.AUTHENTICATOR, 1);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set role anon");
      connection.setAutoCommit(false);
      statement.execute("listen something");
      assertThat(pool.lent()).isEqualTo(1);
    }
    assertThat(pool.lent()).isZero();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("select current_user")) {
      row.next();
      // a leak is visible, as it would be on an application server
      assertThat(row.getString(1)).isEqualTo("anon");
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  @Test
  void aConnectionThatIsKeptFailsTheClose() throws SQLException {
    TestPool pool = new TestPool(database.dataSource(Login.AUTHENTICATOR), 2);
    Connection kept = pool.getConnection();
    assertThatThrownBy(pool::close).hasMessageContaining("1 connections");
    kept.close();
    pool.close();
    assertThatThrownBy(kept::createStatement).hasMessageContaining("given back");
  }

  @Test
  void theLogTellsTheTransactionOfEachStatement() throws SQLException {
    long mark = database.log().mark();
    try (Connection connection = database.dataSource(Login.AUTHENTICATOR).getConnection()) {
      connection.setAutoCommit(false);
      for (String text : List.of("one\ntwo", "three")) {
        try (PreparedStatement statement =
            connection.prepareStatement("select ?::text as \"" + text + "\"")) {
          statement.setString(1, text);
          statement.execute();
        }
      }
      connection.commit();
    }
    List<PostgresLog.Entry> statements =
        database.log().statementsSince(mark).stream()
            .filter(entry -> entry.message().contains("::text"))
            .toList();
    assertThat(statements).hasSize(2);
    assertThat(statements.get(0).message()).contains("one\ntwo");
    assertThat(statements)
        .allSatisfy(entry -> assertThat(entry.user()).isEqualTo("authenticator"))
        .extracting(PostgresLog.Entry::virtualTransaction)
        .doesNotContain("")
        .containsOnly(statements.get(0).virtualTransaction());
  }

  @Test
  void aServiceFindsItBySettings() {
    assertThat(database.settings())
        .containsEntry("POSTGRES_DB", database.name())
        .containsKeys("POSTGRES_HOST", "POSTGRES_PORT", "AUTHENTICATOR_PASSWORD", "PGRST_DB_URI");
    assertThat(database.name()).startsWith("testdatabasetest_");
  }
}
