package dev.minibaas.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.engines.target.EngineKind;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisServer;

class RedisEngineTest extends EngineContractTest {
  final int port;
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
  void watched(Runnable work) {
    List<String> commands = new CopyOnWriteArrayList<>();
    Jedis monitor = new Jedis("127.0.0.1", port);
    CountDownLatch started = new CountDownLatch(1);
    Thread listening =
        Thread.ofVirtual()
            .start(() -> {
              try {
                monitor.monitor(
                    new JedisMonitor() {
                      @Override
                      public void onCommand(String command) {
                        commands.add(command);
                      }
                    });
              } catch (JedisException e) {
                started.countDown(); // closed below
              }
            });
    try (Jedis probe = new Jedis("127.0.0.1", port)) {
      while (commands.isEmpty() && listening.isAlive()) {
        probe.ping();
        Thread.sleep(5);
      }
      work.run();
      probe.echo("the end");
      while (commands.stream().noneMatch(command -> command.contains("the end"))) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      monitor.disconnect();
    }
    assertThat(commands)
        .hasSizeGreaterThan(HOSTILE.size() * 5)
        .allMatch(command ->
            command.matches(
                "(?s).*?\\[[0-9]+ [^]]*] \"(?i:ping|echo|select|watch|unwatch|exists|multi|exec"
                    + "|hset|hgetall|hdel|del|scan|hello|auth)\".*"));
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
