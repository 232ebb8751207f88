package dev.minibaas.engines;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.minibaas.engines.target.EngineKind;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;

/** The embedded server; a real one when {@code MONGO_URI} names it. */
class MongoEngineTest extends EngineContractTest {
  private final MongoServer server = new MongoServer(new MemoryBackend());
  private final InetSocketAddress address = server.bind();

  @Override
  EngineKind kind() {
    return EngineKind.MONGODB;
  }

  @Override
  String connectionString() {
    String real = System.getenv("MONGO_URI");
    return real == null || real.isEmpty()
        ? "mongodb://127.0.0.1:" + address.getPort() + "/shop"
        : real;
  }

  @Override
  void emptyItems() {
    try (MongoClient client = MongoClients.create(connectionString())) {
      client.getDatabase("shop").getCollection("items").deleteMany(new org.bson.Document());
    }
  }

  @AfterAll
  void stop() {
    engine.close();
    server.shutdown();
  }
}
