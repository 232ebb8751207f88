package dev.minibaas.auth.sql;

import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One transaction: statements, whose every value is bound, and entities.
 *
 * <p>Both see the same rows: a statement is run after the changes of the entities have been
 * written. The other way round an entity that is loaded already doesn't notice what a statement
 * changes in its row.
 */
public final class Tx {
  private final Connection connection;
  private @Nullable EntityManager entities;

  Tx(Connection connection) {
    this.connection = connection;
  }

  /** Runs the work of a transaction up to its commit, which is the caller's. */
  static <T> T run(Connection connection, Function<Tx, T> work) {
    Tx tx = new Tx(connection);
    return Entities.on(connection, () -> tx.perform(work));
  }

  private <T> T perform(Function<Tx, T> work) {
    try {
      T result = work.apply(this);
      if (entities != null) {
        entities.getTransaction().commit();
      }
      return result;
    } catch (PersistenceException e) {
      throw DatabaseFailure.of(e);
    } finally {
      if (entities != null) {
        close(entities);
      }
    }
  }

  private static void close(EntityManager entities) {
    if (entities.getTransaction().isActive()) {
      entities.getTransaction().rollback();
    }
    entities.close();
  }

  /** The entities of this transaction; only within {@link Transactions#in}. */
  public EntityManager entities() {
    if (entities == null) {
      entities = Entities.begin();
    }
    return entities;
  }

  /** Writes the changes of the entities now, so that a violated constraint shows here. */
  public void flush() {
    if (entities != null) {
      try {
        entities.flush();
      } catch (PersistenceException e) {
        throw DatabaseFailure.of(e);
      }
    }
  }

  /** Makes a value of the row that a result stands on. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
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
      throw new DatabaseFailure(e);
    }
  }

  /** Runs a change and tells how many rows it met. */
  public int change(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    flush();
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, bindable(values[i]));
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static @Nullable Object bindable(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Instant instant -> instant.atOffset(ZoneOffset.UTC);
      case JsonObject json -> json.toString();
      default -> value;
    };
  }

  /** A {@code timestamptz} column. */
  public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** A {@code uuid} column that is never null. */
  public static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  /** A text column, with the empty text for null. */
  public static String text(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }
}
