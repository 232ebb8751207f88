package dev.minibaas.platform.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One transaction of a service on its own tables: statements whose every value is bound. */
public final class ServiceTransaction {
  private final Connection connection;

  ServiceTransaction(Connection connection) {
    this.connection = connection;
  }

  void set(List<Session.Setting> settings) {
    StringBuilder text = new StringBuilder("select ");
    List<@Nullable Object> values = new ArrayList<>();
    for (Session.Setting setting : settings) {
      text.append(values.isEmpty() ? "" : ", ").append("set_config(?, ?, true)");
      values.add(setting.name());
      values.add(setting.value());
    }
    all(text.toString(), row -> "", values.toArray());
  }

  /** The first row, if there is one. */
  public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values) {
    List<T> rows = all(sql, reader, values);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** Every row, in the statement's order. */
  public <T> List<T> all(String sql, RowReader<T> reader, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet result = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(reader.read(result));
      }
      return rows;
    } catch (SQLException e) {
      throw ServiceTransactions.failure(e);
    }
  }

  /** Runs a change and tells how many rows it met. */
  public int change(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw ServiceTransactions.failure(e);
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        bind(statement, i + 1, values[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, Types.NULL);
      case Instant instant -> statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
      case List<?> texts ->
          statement.setArray(index, connection.createArrayOf("text", texts.toArray()));
      default -> statement.setObject(index, value);
    }
  }

  /** A {@code timestamptz} column. */
  public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** A {@code timestamptz} column that is never null. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(instantOrNull(row, column), column);
  }

  /** A text column that is never null. */
  public static String text(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getString(column), column);
  }
}
