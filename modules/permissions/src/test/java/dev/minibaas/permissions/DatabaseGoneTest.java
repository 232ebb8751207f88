package dev.minibaas.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.postgres.ThrowawayPostgres;
import dev.minibaas.platform.body.JsonBody;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.sql.ServiceTransactions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseGoneTest {
  private static final Caller SERVICE = Caller.ofRole(Caller.SERVICE_ROLE);

  private final UUID user = UUID.randomUUID();

  private static ServiceTransactions transactions(Superuser database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser("minibaas_permissions");
    source.setPassword(ThrowawayPostgres.LOGIN_PASSWORD);
    return new ServiceTransactions(source);
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiError.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private JsonBody moderator() {
    return JsonBody.of("{\"role_name\":\"moderator\",\"target_user_id\":\"%s\"}".formatted(user));
  }

  @Test
  void withoutItsDatabaseTheServiceIsUnavailableAndComesBackWithIt() {
    try (ThrowawayPostgres server = ThrowawayPostgres.logging()) {
      ServiceTransactions transactions = transactions(server.createDatabase("gone"));
      Roles roles = new Roles(transactions, Clock.systemUTC());
      Policies policies = new Policies(transactions);
      Decisions decisions = new Decisions(transactions, Clock.systemUTC());
      Question question =
          new Question(user, "table", "orders", "select", user.toString(), null, null);
      roles.assign(SERVICE, moderator());

      server.interrupt();
      assertUnavailable(() -> decisions.decide(question));
      assertUnavailable(() -> roles.of(user));
      assertUnavailable(() -> roles.assign(SERVICE, moderator()));
      assertUnavailable(() -> roles.revoke(user, "moderator"));
      assertUnavailable(() -> policies.page(null, 10, 0));
      assertThat(transactions.isAlive(1)).isFalse();

      server.resume();
      assertThat(roles.of(user)).containsExactly("moderator");
      assertThat(decisions.decide(question).containsKey("allowed")).isTrue();
      assertThat(transactions.isAlive(1)).isTrue();
    }
  }

  /** It goes while a role is being given: nobody has half of it. */
  @Test
  void whatWasUnderWayIsNotWritten() throws SQLException {
    try (ThrowawayPostgres server = ThrowawayPostgres.logging()) {
      Superuser database = server.createDatabase("cut");
      Roles roles = new Roles(transactions(database), Clock.systemUTC());
      CompletableFuture<Void> giving;
      try (Connection holder = database.connect();
          Statement statement = holder.createStatement()) {
        holder.setAutoCommit(false);
        statement.execute("lock table minibaas_permissions.user_roles in exclusive mode");
        giving = CompletableFuture.runAsync(() -> roles.assign(SERVICE, moderator()));
        while (!isSomebodyWaiting(statement)) {
          assertThat(giving).isNotDone();
          Thread.onSpinWait();
        }
        server.interrupt();
      }
      assertThatThrownBy(giving::join)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              ApiError.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
      server.resume();
      assertThat(roles.of(user)).isEqualTo(List.of());
    }
  }

  private static boolean isSomebodyWaiting(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "select exists (select from pg_locks where locktype = 'relation' and not granted)")) {
      return rows.next() && rows.getBoolean(1);
    }
  }
}
