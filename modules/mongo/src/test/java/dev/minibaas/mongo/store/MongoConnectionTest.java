package dev.minibaas.mongo.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.devstack.FreePort;
import dev.minibaas.devstack.mongo.EmbeddedMongo;
import dev.minibaas.mongo.document.CollectionName;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a patience of a day, a call that waits for a server never ends. */
@Timeout(120)
class MongoConnectionTest {
  @TempDir Path directory;

  private final int port = FreePort.any();

  private MongoConnection connection(String hosts) {
    return new MongoConnection(
        new StoreConfig(
            new MongoAddress("mongodb://" + hosts),
            "shop",
            5,
            0,
            Duration.ofDays(1),
            Duration.ofSeconds(5)));
  }

  private static void awaitAway(MongoConnection connection) throws InterruptedException {
    while (!connection.isAway()) {
      Thread.sleep(10);
    }
  }

  private static void assertRefusedAtOnce(MongoConnection connection) {
    ScopedCollections collections = new ScopedCollections(connection, new Operations(null));
    Catalogue catalogue = new Catalogue(connection, collections);
    assertThat(connection.answers()).isFalse();
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(catalogue::collections)
          .isInstanceOfSatisfying(
              ApiError.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MONGO_UNAVAILABLE));
    }
  }

  @Test
  void nobodyWaitsForAServerThatIsAwayAndItsReturnIsNoticed() throws Exception {
    try (MongoConnection connection = connection("127.0.0.1:" + port)) {
      awaitAway(connection);
      assertRefusedAtOnce(connection);
      for (int i = 0; i < 2; i++) {
        EmbeddedMongo mongo = EmbeddedMongo.start(directory, port);
        while (!connection.answers()) {
          Thread.sleep(10);
        }
        new Catalogue(connection, new ScopedCollections(connection, new Operations(null)))
            .drop(CollectionName.of("things"));
        mongo.close();
        awaitAway(connection);
        assertRefusedAtOnce(connection);
      }
    }
  }

  @Test
  void aNameThatLeadsNowhereIsAway() throws Exception {
    try (MongoConnection connection = connection("nowhere.invalid:27017")) {
      awaitAway(connection);
      assertRefusedAtOnce(connection);
    }
  }
}
