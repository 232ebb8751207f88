package dev.minibaas.benchmarks.session;

import dev.minibaas.devstack.postgres.ThrowawayPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Where the trial's database is, and the claims of the caller whose row is read. */
record Login(int port, String database, String claims) {
  static final String USER = "authenticator";
  static final String PASSWORD = ThrowawayPostgres.LOGIN_PASSWORD;
  static final String ROLE = "authenticated";

  /** A new connection with the driver settings of liberty/common/datasource-rest.xml. */
  Connection connect() throws SQLException {
    var source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(USER);
    source.setPassword(PASSWORD);
    source.setPrepareThreshold(1);
    source.setPreparedStatementCacheQueries(512);
    return source.getConnection();
  }
}
