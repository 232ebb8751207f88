package dev.minibaas.rest.sql;

import dev.minibaas.platform.sql.RowReader;
import dev.minibaas.rest.plan.Plan;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the row of {@link QuerySql}'s statements. */
final class RowMapping {
  private static final byte[] EMPTY = {};

  private RowMapping() {}

  static RowReader<QueryRow> of(Plan.Query plan) {
    return plan instanceof Plan.Write ? RowMapping::written : RowMapping::read;
  }

  /**
   * Reads the row of a statement with a limit.
   *
   * @throws ResultMemory.TooLarge when the body is larger
   */
  static RowReader<QueryRow> of(Plan.Query plan, long most) {
    RowReader<QueryRow> reader = of(plan);
    int size = plan instanceof Plan.Write ? 8 : 7;
    return row -> {
      if (row.getLong(size) > most) {
        throw new ResultMemory.TooLarge(row.getLong(size));
      }
      return reader.read(row);
    };
  }

  private static QueryRow read(ResultSet row) throws SQLException {
    long total = row.getLong(1);
    return new QueryRow(
        row.wasNull() ? null : (Long) total,
        row.getLong(2),
        body(row),
        row.getString(4),
        row.getString(5),
        null,
        List.of());
  }

  private static QueryRow written(ResultSet row) throws SQLException {
    String inserted = row.getString(6);
    return new QueryRow(
        null,
        row.getLong(2),
        body(row),
        row.getString(4),
        row.getString(5),
        inserted == null || inserted.isEmpty() ? null : (Long) Long.parseLong(inserted),
        texts(row.getArray(7)));
  }

  /** The bytes as they came; only bytea, which travels encoded, is decoded. */
  private static byte[] body(ResultSet row) throws SQLException {
    byte[] body = row.getBytes(3);
    return body == null ? EMPTY : body;
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
