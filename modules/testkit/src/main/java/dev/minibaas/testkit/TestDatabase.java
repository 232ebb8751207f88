package dev.minibaas.testkit;

import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.postgres.ThrowawayPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One freshly migrated database and the ways into it. */
public final class TestDatabase {
  private final Superuser superuser;
  private final PostgresLog log;
  private final List<TestPool> pools = new CopyOnWriteArrayList<>();

  TestDatabase(Superuser superuser, PostgresLog log) {
    this.superuser = superuser;
    this.log = log;
  }

  /** Who logs in. */
  public enum Login {
    SUPERUSER("postgres", ThrowawayPostgres.SUPERUSER_PASSWORD),
    AUTHENTICATOR("authenticator", ThrowawayPostgres.LOGIN_PASSWORD),
    AUTH("minibaas_auth", ThrowawayPostgres.LOGIN_PASSWORD),
    REGISTRY("minibaas_registry", ThrowawayPostgres.LOGIN_PASSWORD),
    PERMISSIONS("minibaas_permissions", ThrowawayPostgres.LOGIN_PASSWORD),
    SCHEMAS("minibaas_schemas", ThrowawayPostgres.LOGIN_PASSWORD),
    REALTIME("minibaas_realtime", ThrowawayPostgres.LOGIN_PASSWORD);

    private final String user;
    private final String password;

    Login(String user, String password) {
      this.user = user;
      this.password = password;
    }

    public String user() {
      return user;
    }

    public String password() {
      return password;
    }
  }

  public String name() {
    return superuser.database();
  }

  public int port() {
    return superuser.port();
  }

  /** Without user and password. */
  public String jdbcUrl() {
    return superuser.jdbcUrl();
  }

  /** With user and password, for what takes a single text. */
  public String jdbcUrl(Login login) {
    return "%s?user=%s&password=%s".formatted(jdbcUrl(), login.user(), login.password());
  }

  /** A new connection each time. */
  public DataSource dataSource(Login login) {
    var source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl());
    source.setUser(login.user());
    source.setPassword(login.password());
    return source;
  }

  /** At most {@code size} connections, handed out again as they were given back. */
  public TestPool pool(Login login, int size) {
    var pool = new TestPool(dataSource(login), size);
    pools.add(pool);
    return pool;
  }

  /** Runs statements as superuser. */
  public void execute(String sql) {
    try (Connection connection = dataSource(Login.SUPERUSER).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage() + " in: " + sql, e);
    }
  }

  /** The first column of what a query answers the superuser; null stays null. */
  public List<String> query(String sql) {
    try (Connection connection = dataSource(Login.SUPERUSER).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> column = new ArrayList<>();
      while (rows.next()) {
        column.add(rows.getString(1));
      }
      return column;
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage() + " in: " + sql, e);
    }
  }

  /** The server's log, which has every statement of every database. */
  public PostgresLog log() {
    return log;
  }

  /** The settings under which a service finds this database. */
  public Map<String, String> settings() {
    return Map.of(
        "POSTGRES_HOST", superuser.host(),
        "POSTGRES_PORT", Integer.toString(superuser.port()),
        "POSTGRES_DB", name(),
        "AUTHENTICATOR_PASSWORD", Login.AUTHENTICATOR.password(),
        "AUTH_DB_PASSWORD", Login.AUTH.password(),
        "PGRST_DB_URI", uri(Login.AUTHENTICATOR));
  }

  /** As libpq and its kin write it. */
  public String uri(Login login) {
    return "postgresql://%s:%s@%s:%d/%s"
        .formatted(login.user(), login.password(), superuser.host(), superuser.port(), name());
  }

  void close() {
    pools.forEach(TestPool::close);
  }
}
