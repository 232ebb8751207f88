package dev.minibaas.engines;

import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.target.AnswerTooLarge;
import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the SQL dialects share. */
final class Jdbc {
  private Jdbc() {}

  static List<String> firstColumn(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      List<String> column = new ArrayList<>();
      while (rows.next()) {
        column.add(rows.getString(1));
      }
      return column;
    }
  }

  /** A number, or its text when JSON has no such number. */
  static @Nullable Object number(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return text; // NaN, Infinity
    }
  }

  /** {@code 2026-01-31 12:30:00+00} as ISO 8601 writes it. */
  static @Nullable String timestamp(@Nullable String text) {
    if (text == null || text.length() < 19 || text.charAt(10) != ' ') {
      return text;
    }
    String iso = text.substring(0, 10) + 'T' + text.substring(11);
    return iso.endsWith("+00") ? iso.substring(0, iso.length() - 3) + 'Z' : iso;
  }

  /** Why a connection broke. */
  static Reason ofConnection(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException) {
        return Reason.TIMEOUT;
      }
      String message = cause.getMessage() == null ? "" : cause.getMessage();
      // the second is pgjdbc's own limit, which it tells of in the same way as a broken connection
      if (cause instanceof AnswerTooLarge || message.contains("maxResultBuffer")) {
        return Reason.TOO_LARGE;
      }
    }
    return Reason.UNREACHABLE;
  }

  /** The failure in words of ours: a driver's may tell of hosts, statements and rows. */
  static EngineFailure failure(Reason reason, Throwable cause) {
    return new EngineFailure(reason, Messages.of(reason), cause);
  }
}
