package dev.minibaas.engines;

import dev.minibaas.engines.target.EngineKind;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterAll;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

class RedisEngineTest extends EngineContractTest {
  private final int port;
  private final RedisServer server;

  RedisEngineTest() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    server = new RedisServer(port);
    server.start();
  }

  @Override
  EngineKind kind() {
    return EngineKind.REDIS;
  }

  @Override
  String connectionString() {
    return "redis://127.0.0.1:" + port + "/1";
  }

  @Override
  Object stored(Object value) {
    return value.toString();
  }

  @Override
  void emptyItems() {
    try (Jedis jedis = new Jedis("127.0.0.1", port)) {
      jedis.select(1);
      jedis.flushDB();
    }
  }

  @AfterAll
  void stop() throws IOException {
    engine.close();
    server.stop();
  }
}
