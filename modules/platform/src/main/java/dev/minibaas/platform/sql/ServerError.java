package dev.minibaas.platform.sql;

import java.lang.reflect.Method;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The fields of PostgreSQL's error response. The driver is the app server's and its classes are not
 * visible to an application, so its public accessors are called by name.
 */
record ServerError(
    String message, @Nullable String detail, @Nullable String hint, boolean isInStatement) {

  static ServerError of(SQLException exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      Object fields = call(cause, "getServerErrorMessage");
      if (fields != null) {
        return new ServerError(
            text(fields, "getMessage", exception.getMessage()),
            textOrNull(fields, "getDetail"),
            textOrNull(fields, "getHint"),
            call(fields, "getPosition") instanceof Integer position && position > 0);
      }
    }
    return new ServerError(text(exception, "getMessage", null), null, null, false);
  }

  private static String text(Object fields, String accessor, @Nullable String otherwise) {
    String text = textOrNull(fields, accessor);
    return text != null ? text : otherwise != null ? otherwise : "";
  }

  private static @Nullable String textOrNull(Object fields, String accessor) {
    return call(fields, accessor) instanceof String text ? text : null;
  }

  private static @Nullable Object call(Object target, String accessor) {
    try {
      Method method = target.getClass().getMethod(accessor);
      return method.invoke(target);
    } catch (ReflectiveOperationException e) {
      return null; // another driver's exception: its message is all there is
    }
  }
}
