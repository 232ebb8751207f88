package dev.minibaas.acceptance.realtime;

import dev.minibaas.acceptance.http.Api;
import dev.minibaas.acceptance.stack.Instance;
import dev.minibaas.acceptance.stack.Platform;
import dev.minibaas.devstack.FreePort;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A server whose lines to its database, to Redis and to its clients are ours. */
final class Node implements AutoCloseable {
  private final Wire postgres;
  private final Wire redis;
  private final Wire clients;
  private final Instance instance;
  private final String anonKey;

  /**
   * @param database has been started
   */
  Node(String name, Instance database, int redisPort) {
    URI uri = URI.create(database.variable("PG_URL"));
    String[] superuser = uri.getUserInfo().split(":", 2);
    this.postgres = new Wire(uri.getPort());
    this.redis = new Wire(redisPort);
    int port = FreePort.any();
    this.clients = new Wire(port);
    Map<String, String> settings = Platform.raisedLimits();
    settings.put("PORT", Integer.toString(port));
    settings.put("HOST_ALIASES", "*:" + clients.port());
    settings.put("POSTGRES_HOST", "127.0.0.1");
    settings.put("POSTGRES_PORT", Integer.toString(postgres.port()));
    settings.put("POSTGRES_DB", uri.getPath().substring(1));
    settings.put("POSTGRES_USER", superuser[0]);
    settings.put("POSTGRES_PASSWORD", superuser[1]);
    settings.put("MONGO_URI", database.variable("MONGO_URI"));
    settings.put("REDIS_URL", "redis://127.0.0.1:" + redis.port());
    this.instance = database.beside(name, settings);
    instance.start();
    this.anonKey = instance.variable("ANON_KEY");
  }

  Api api() {
    return new Api(URI.create("http://127.0.0.1:" + clients.port()), anonKey);
  }

  String anonKey() {
    return anonKey;
  }

  Wire postgres() {
    return postgres;
  }

  Wire redis() {
    return redis;
  }

  Wire clients() {
    return clients;
  }

  List<Wire> wires() {
    return List.of(postgres, redis, clients);
  }

  void kill() {
    instance.kill();
  }

  void start() {
    instance.start();
  }

  @Override
  public void close() {
    instance.stop();
    wires().forEach(Wire::close);
  }
}
