package dev.minibaas.realtime.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisServer;

/** A Redis of a test's own, which can be stopped, held up, killed and started again. */
final class RedisUnderTest implements AutoCloseable {
  private final Path directory;
  private final int port;
  private RedisServer server;

  RedisUnderTest() throws IOException {
    directory = Files.createTempDirectory("realtime-redis");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server = start();
  }

  private RedisServer start() throws IOException {
    RedisServer started =
        RedisServer.newRedisServer()
            .port(port)
            .setting("bind 127.0.0.1")
            .setting("dir " + directory)
            .setting("save \"\"")
            .build();
    started.start();
    return started;
  }

  URI address() {
    return URI.create("redis://127.0.0.1:" + port);
  }

  RedisClient client() {
    return RedisClient.create(address().toString());
  }

  /** What is in it now is there again after a restart. */
  void save() {
    try (RedisClient client = client()) {
      client.sendCommand(() -> Redis.bytes("SAVE"));
    }
  }

  void flush() {
    try (RedisClient client = client()) {
      client.flushAll();
    }
  }

  /** The connections of those who listen to a channel, by their numbers. */
  List<String> listeners() {
    try (RedisClient client = client()) {
      Object list = client.sendCommand(() -> Redis.bytes("CLIENT"), "LIST", "TYPE", "pubsub");
      return Redis.text((byte[]) list).lines().map(line -> line.split(" ", 2)[0]).sorted().toList();
    }
  }

  void kill() throws Exception {
    signal("-KILL", pid());
    server.stop();
  }

  void startAgain() throws IOException {
    server = start();
  }

  /**
   * It keeps its connections but doesn't answer.
   *
   * @return to be closed when it may go on
   */
  AutoCloseable holdUp() throws Exception {
    long pid = pid();
    signal("-STOP", pid);
    return () -> signal("-CONT", pid);
  }

  private long pid() {
    try (RedisClient client = client()) {
      return client
          .info("server")
          .lines()
          .filter(line -> line.startsWith("process_id:"))
          .mapToLong(line -> Long.parseLong(line.substring("process_id:".length()).trim()))
          .findFirst()
          .orElseThrow();
    } catch (JedisException e) {
      throw new IllegalStateException("no Redis at " + port, e);
    }
  }

  private static void signal(String signal, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", signal, Long.toString(pid)).start();
    if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IllegalStateException("kill " + signal + " " + pid);
    }
  }

  @Override
  public void close() throws IOException {
    server.stop();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
