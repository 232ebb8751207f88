package dev.minibaas.platform.sql;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the one row of an answer. The result set stands on the row already. */
@FunctionalInterface
public interface RowReader<T> {
  T read(ResultSet row) throws SQLException;
}
