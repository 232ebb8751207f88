package dev.minibaas.registry;

import static dev.minibaas.registry.RegistryFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.devstack.postgres.ThrowawayPostgres;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import dev.minibaas.platform.sql.ServiceTransactions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseGoneTest {

  @Test
  void withoutItsDatabaseTheServiceIsUnavailableAndComesBackWithIt() {
    try (ThrowawayPostgres server = ThrowawayPostgres.logging()) {
      var source = new PGSimpleDataSource();
      source.setUrl(server.createDatabase("gone").jdbcUrl());
      source.setUser("minibaas_registry");
      source.setPassword(ThrowawayPostgres.LOGIN_PASSWORD);
      ServiceTransactions transactions = new ServiceTransactions(source);
      Databases databases =
          new Databases(
              transactions,
              new Vault(RegistryFixture.config(Map.of())),
              RegistryFixture.connections());
      assertThat(databases.page(ALICE, 10, 0).total()).isZero();
      server.interrupt();
      assertThatThrownBy(() -> databases.page(ALICE, 10, 0))
          .isInstanceOfSatisfying(
              ApiError.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
      assertThat(transactions.isAlive(1)).isFalse();
      server.resume();
      assertThat(databases.page(ALICE, 10, 0).total()).isZero();
    }
  }
}
