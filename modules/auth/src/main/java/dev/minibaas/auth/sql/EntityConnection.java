package dev.minibaas.auth.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Types;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transaction's connection as JPA sees it: it can't be ended from there, and texts are bound
 * without a type, so that PostgreSQL takes them for what the column is (enumerations, {@code
 * jsonb}, {@code inet}) as it does with a literal.
 */
final class EntityConnection implements InvocationHandler {
  /** What ends a transaction or a loan: {@link Transactions} does that. */
  private static final Set<String> NOT_HERE = Set.of("close", "commit", "setAutoCommit");

  private final Connection connection;

  private EntityConnection(Connection connection) {
    this.connection = connection;
  }

  static Connection of(Connection connection) {
    return proxy(Connection.class, new EntityConnection(connection));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] values)
      throws Throwable {
    String name = method.getName();
    if (NOT_HERE.contains(name) || (name.equals("rollback") && values == null)) {
      return null;
    }
    Object result = passOn(connection, method, values);
    return result instanceof PreparedStatement statement && name.equals("prepareStatement")
        ? proxy(PreparedStatement.class, new UntypedTexts(statement))
        : result;
  }

  private record UntypedTexts(PreparedStatement statement) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] values) throws Throwable {
      if (values != null && values.length > 1 && values[0] instanceof Integer index) {
        if (method.getName().equals("setString")) {
          statement.setObject(index, values[1], Types.OTHER);
          return null;
        }
        if (method.getName().equals("setNull")) {
          statement.setNull(index, Types.NULL);
          return null;
        }
      }
      return passOn(statement, method, values);
    }
  }

  private static @Nullable Object passOn(
      Object target, Method method, @Nullable Object @Nullable [] values) throws Throwable {
    try {
      return method.invoke(target, values);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            EntityConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
