package dev.minibaas.auth.sql;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.util.Map;
import java.util.function.Supplier;

/**
 * JPA on the connection of a transaction of ours. The persistence unit has no pool: asked for a
 * connection, its data source hands out the one that the thread's transaction holds, and commit and
 * rollback stay with {@link Transactions}. So entities and SQL see the same uncommitted rows.
 */
final class Entities {
  private static final String UNIT = "auth";

  private static final BoundDataSource CONNECTIONS = new BoundDataSource();

  /** Made at first use: flows that are all SQL never pay for it. */
  private static final class Factory {
    static final EntityManagerFactory INSTANCE = create();

    private static EntityManagerFactory create() {
      // the provider looks for the unit with the thread's class loader, which may be anybody's
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(Entities.class.getClassLoader());
      try {
        return Persistence.createEntityManagerFactory(
            UNIT, Map.of("jakarta.persistence.nonJtaDataSource", CONNECTIONS));
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }

  private Entities() {}

  /** Runs work whose entities, if it asks for any, live on the connection. */
  static <T> T on(Connection connection, Supplier<T> work) {
    return CONNECTIONS.with(connection, work);
  }

  /** An entity manager with its transaction begun. */
  static EntityManager begin() {
    EntityManager entities = Factory.INSTANCE.createEntityManager();
    entities.getTransaction().begin();
    return entities;
  }
}
