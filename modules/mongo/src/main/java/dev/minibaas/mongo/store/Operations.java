package dev.minibaas.mongo.store;

import com.mongodb.MongoException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code mongo_operations_total{collection,operation}} and {@code
 * mongo_operation_failures_total{operation}}. Clients make collections up, so only the first ones
 * have a label of their own.
 */
public final class Operations {
  private static final int MAX_COLLECTIONS = 100;
  private static final String OTHER = "other";

  private record Key(String collection, String operation) {}

  private final @Nullable MetricRegistry registry;
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
  private final Set<String> collections = ConcurrentHashMap.newKeySet();

  /**
   * @param registry null where nothing is measured
   */
  public Operations(@Nullable MetricRegistry registry) {
    this.registry = registry;
  }

  <T extends @Nullable Object> T counted(String collection, String operation, Supplier<T> work) {
    MetricRegistry target = registry;
    if (target == null) {
      return Failures.mapped(work);
    }
    counters
        .computeIfAbsent(new Key(label(collection), operation), key -> counter(target, key))
        .inc();
    try {
      return Failures.mapped(work);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof MongoException) {
        target.counter("mongo_operation_failures_total", new Tag("operation", operation)).inc();
      }
      throw e;
    }
  }

  private String label(String collection) {
    if (collections.contains(collection)) {
      return collection;
    }
    if (collections.size() >= MAX_COLLECTIONS) {
      return OTHER;
    }
    collections.add(collection);
    return collection;
  }

  private static Counter counter(MetricRegistry registry, Key key) {
    return registry.counter(
        "mongo_operations_total",
        new Tag("collection", key.collection),
        new Tag("operation", key.operation));
  }
}
