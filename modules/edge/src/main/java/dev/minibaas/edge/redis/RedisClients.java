package dev.minibaas.edge.redis;

import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Clients with a pool; they connect when they are first used. */
public final class RedisClients {
  private static final int PORT = 6379;

  private RedisClients() {}

  /**
   * @param address {@code redis://} or {@code rediss://}, with user, password and database if need
   *     be
   * @param connections at most
   * @param config with the timeouts; what the address says is added
   * @param wait for a connection when all are in use
   */
  public static RedisClient connect(
      URI address, int connections, DefaultJedisClientConfig.Builder config, Duration wait) {
    config.ssl(address.getScheme().equals("rediss"));
    String[] login =
        address.getUserInfo() == null ? new String[0] : address.getUserInfo().split(":", 2);
    if (login.length == 2) {
      config.password(login[1]);
      if (!login[0].isEmpty()) {
        config.user(login[0]);
      }
    }
    String path = address.getPath() == null ? "" : address.getPath().replace("/", "");
    if (path.matches("[0-9]{1,4}")) {
      config.database(Integer.parseInt(path));
    }
    int port = address.getPort() < 0 ? PORT : address.getPort();
    return connect(new HostAndPort(address.getHost(), port), connections, config, wait);
  }

  /** The same at an address whose parts are in the configuration. */
  public static RedisClient connect(
      HostAndPort address,
      int connections,
      DefaultJedisClientConfig.Builder config,
      Duration wait) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxWait(wait);
    return RedisClient.builder()
        .hostAndPort(address)
        .clientConfig(config.build())
        .poolConfig(pool)
        .build();
  }
}
