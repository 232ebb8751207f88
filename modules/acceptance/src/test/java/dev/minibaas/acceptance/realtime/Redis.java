package dev.minibaas.acceptance.realtime;

import dev.minibaas.acceptance.stack.Instance;
import dev.minibaas.devstack.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** A Redis that has after a restart what it had. */
final class Redis implements AutoCloseable {
  private final int port = FreePort.any();
  private final Path folder;
  private RedisServer server;

  Redis() throws IOException {
    folder = Files.createTempDirectory("realtime-redis");
    server = start();
  }

  private RedisServer start() throws IOException {
    RedisServer started =
        RedisServer.newRedisServer()
            .port(port)
            .setting("bind 127.0.0.1")
            .setting("dir " + folder)
            .setting("save \"\"")
            .setting("appendonly yes")
            .build();
    started.start();
    return started;
  }

  int port() {
    return port;
  }

  void restart() throws IOException {
    server.stop();
    server = start();
  }

  /** Everything in it is gone. */
  void empty() throws IOException {
    try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      if (socket.getInputStream().read() != '+') {
        throw new IOException("Redis refuses FLUSHALL");
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.stop();
    Instance.delete(folder);
  }
}
