package dev.minibaas.testkit;

import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.postgres.ThrowawayPostgres;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class its own freshly migrated database on a real PostgreSQL that the tests of this
 * JVM share; a constructor or method takes it as a {@link TestDatabase} parameter. The server logs
 * every statement. A connection that a test took from a pool and kept fails its class.
 *
 * <pre>{@code
 * @ExtendWith(PostgresExtension.class)
 * class SignupStoreTest {
 *   SignupStoreTest(TestDatabase database) { … }
 * }</pre>
 */
public final class PostgresExtension
    implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);
  private static final AtomicInteger COUNT = new AtomicInteger();

  @Override
  public void beforeAll(ExtensionContext context) {
    database(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    // a nested class sees its outer class's database, which is dropped with the outer class
    TestDatabase database = context.getStore(NAMESPACE).remove(ownKey(context), TestDatabase.class);
    if (database != null) {
      database.close();
      server(context).dropDatabase(database.name());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestDatabase.class;
  }

  @Override
  public TestDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return database(context);
  }

  private static TestDatabase database(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(ownKey(context), key -> create(context), TestDatabase.class);
  }

  private static String ownKey(ExtensionContext context) {
    return topLevel(context.getRequiredTestClass()).getName();
  }

  private static Class<?> topLevel(Class<?> testClass) {
    Class<?> top = testClass;
    while (top.getEnclosingClass() != null) {
      top = top.getEnclosingClass();
    }
    return top;
  }

  private static TestDatabase create(ExtensionContext context) {
    String name =
        topLevel(context.getRequiredTestClass()).getSimpleName().toLowerCase(Locale.ROOT)
            + "_"
            + COUNT.incrementAndGet();
    ThrowawayPostgres server = server(context);
    Superuser database = server.createDatabase(name);
    return new TestDatabase(database, new PostgresLog(server.log()));
  }

  /** Closed by JUnit at the end of the run, being in the root's store. */
  private static ThrowawayPostgres server(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            ThrowawayPostgres.class, key -> ThrowawayPostgres.logging(), ThrowawayPostgres.class);
  }
}
