package dev.minibaas.rest.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.minibaas.testkit.TestDatabase.Login;

/** A pool as a server has one: it knows dead connections and doesn't wait for ever. */
final class Pools {
  private Pools() {}

  static HikariDataSource of(String jdbcUrl, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setUsername(Login.AUTHENTICATOR.user());
    config.setPassword(Login.AUTHENTICATOR.password());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(500);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("prepareThreshold", "1");
    return new HikariDataSource(config);
  }
}
