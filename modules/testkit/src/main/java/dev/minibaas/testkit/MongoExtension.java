package dev.minibaas.testkit;

import dev.minibaas.devstack.FreePort;
import dev.minibaas.devstack.mongo.EmbeddedMongo;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class its own empty document database, as a {@link TestMongo} parameter: on the
 * MongoDB that {@code MONGO_URI} names, or else on an embedded server that the tests of this JVM
 * share. A test that the embedded one can't serve has the tag {@link #REAL} and
 * {@code @EnabledIfEnvironmentVariable(named = "MONGO_URI", matches = ".+")}.
 */
public final class MongoExtension implements AfterAllCallback, ParameterResolver {
  /** The tag of tests that need a MongoDB. */
  public static final String REAL = "real-mongo";

  private static final Namespace NAMESPACE = Namespace.create(MongoExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestMongo.class;
  }

  @Override
  public TestMongo resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(key(context), key -> create(context), TestMongo.class);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    TestMongo mongo = context.getStore(NAMESPACE).remove(key(context), TestMongo.class);
    if (mongo != null) {
      mongo.close();
    }
  }

  private static String key(ExtensionContext context) {
    return context.getRequiredTestClass().getName();
  }

  private static TestMongo create(ExtensionContext context) {
    String name =
        "test_"
            + context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT)
            + "_"
            + UUID.randomUUID().toString().substring(0, 8);
    String real = real();
    return new TestMongo(real == null ? embedded(context).uri() : real, name, real != null);
  }

  private static @Nullable String real() {
    String uri = System.getenv("MONGO_URI");
    return uri == null || uri.isEmpty() ? null : uri;
  }

  /** Closed by JUnit at the end of the run, being in the root's store. */
  private static Embedded embedded(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            Embedded.class,
            key -> new Embedded(EmbeddedMongo.throwaway(FreePort.any())),
            Embedded.class);
  }

  private record Embedded(EmbeddedMongo server) implements AutoCloseable {
    String uri() {
      return server.uri();
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
