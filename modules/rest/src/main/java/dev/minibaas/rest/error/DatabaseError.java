package dev.minibaas.rest.error;

import dev.minibaas.platform.sql.SqlFailure;
import dev.minibaas.rest.error.RestError.Header;
import dev.minibaas.rest.parse.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the database reports, in the wire format: the table of SQLSTATEs and HTTP statuses. */
public final class DatabaseError {
  private DatabaseError() {}

  /**
   * @param isAnonymous whether the caller had no role of its own: then a lack of privileges asks
   *     for a token
   */
  public static RestError of(SqlFailure failure, boolean isAnonymous) {
    return switch (failure.kind()) {
      case POOL_TIMEOUT -> RestError.poolTimeout();
      case CONNECTION -> RestError.databaseAway(null);
      case STATEMENT -> ofStatement(failure, isAnonymous);
    };
  }

  private static RestError ofStatement(SqlFailure failure, boolean isAnonymous) {
    String state = failure.sqlState();
    if (state.equals("PGRST")) {
      return raised(failure);
    }
    List<Header> headers =
        state.equals("42501") && isAnonymous
            ? List.of(new Header("WWW-Authenticate", "Bearer"))
            : List.of();
    return new RestError(
        status(state, failure.serverMessage(), isAnonymous),
        state,
        failure.serverMessage(),
        failure.detail(),
        failure.hint(),
        headers);
  }

  static int status(String state, String message, boolean isAnonymous) {
    return switch (state) {
      case "23503", "23505" -> 409;
      case "25006" -> 405;
      case "21000" -> message.endsWith("requires a WHERE clause") ? 400 : 500;
      case "53400" -> 500;
      case "57P01" -> 503;
      case "P0001" -> 400;
      case "42883" -> message.startsWith("function xmlagg(") ? 406 : 404;
      case "42P01" -> 404;
      case "42P17" -> 500;
      case "42501" -> isAnonymous ? 401 : 403;
      default -> state.startsWith("PT") ? raisedStatus(state) : classStatus(state);
    };
  }

  private static int classStatus(String state) {
    return switch (state.substring(0, Math.min(2, state.length()))) {
      case "08", "53" -> 503;
      case "0L", "0P", "28" -> 403;
      case "09", "25", "2D", "38", "39", "3B", "40", "54", "55", "57", "58" -> 500;
      case "F0", "HV", "P0", "XX" -> 500;
      default -> 400;
    };
  }

  private static int raisedStatus(String state) {
    try {
      int status = Integer.parseInt(state.substring(2));
      return status >= 100 ? status : 500;
    } catch (NumberFormatException e) {
      return 500;
    }
  }

  /** {@code RAISE SQLSTATE 'PGRST'}: the message and the detail are JSON and say everything. */
  private static RestError raised(SqlFailure failure) {
    Object message = JsonTree.parse(failure.serverMessage());
    if (!(message instanceof Map<?, ?> body)
        || !(body.get("code") instanceof String code)
        || !(body.get("message") instanceof String text)) {
      return RestError.badRaise("MESSAGE", failure.serverMessage());
    }
    Object detail = JsonTree.parse(failure.detail());
    if (!(detail instanceof Map<?, ?> response)
        || !(response.get("status") instanceof Number status)
        || !(response.get("headers") instanceof Map<?, ?> headers)) {
      return RestError.badRaise("DETAIL", String.valueOf(failure.detail()));
    }
    return new RestError(
        status.intValue(),
        code,
        text,
        textOrNull(body.get("details")),
        textOrNull(body.get("hint")),
        headers(headers));
  }

  private static List<Header> headers(Map<?, ?> members) {
    List<Header> headers = new ArrayList<>();
    members.forEach(
        (name, value) -> headers.add(new Header(String.valueOf(name), String.valueOf(value))));
    return headers;
  }

  private static @Nullable String textOrNull(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
