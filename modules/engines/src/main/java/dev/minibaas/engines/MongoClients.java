package dev.minibaas.engines;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterSettings;
import com.mongodb.connection.ServerMonitoringMode;
import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.target.InvalidTarget;
import dev.minibaas.engines.target.Target.Server;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.engines.target.Tls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The driver's client of one registered database, which has threads and connections of its own:
 * made at the first call, closed when there was none for the idle time.
 *
 * <p>The driver asks {@link #lookUp} for every host it connects to, also for those that a replica
 * set tells it of.
 */
final class MongoClients {
  private final Targets targets;
  private final Server server;
  private final Limits limits;

  private @Nullable MongoClient client;
  private int inUse;
  private long lastUse;
  private boolean isClosed;

  MongoClients(Targets targets, Server server, Limits limits) {
    this.targets = targets;
    this.server = server;
    this.limits = limits;
  }

  <T> T with(Function<MongoClient, T> work) {
    MongoClient current = acquire();
    try {
      return work.apply(current);
    } finally {
      release();
    }
  }

  private synchronized MongoClient acquire() {
    if (isClosed) {
      throw new EngineFailure(Reason.UNREACHABLE, "the registration of the database changed");
    }
    MongoClient current = client;
    if (current == null) {
      check();
      current = com.mongodb.client.MongoClients.create(settings());
      client = current;
    }
    inUse++;
    return current;
  }

  private void check() {
    try {
      targets.check(server);
    } catch (InvalidTarget e) {
      throw new EngineFailure(Reason.REFUSED_TARGET, Opening.message(e), e);
    }
  }

  private synchronized void release() {
    inUse--;
    lastUse = System.nanoTime();
    if (isClosed && inUse == 0) {
      closeClient();
    }
  }

  synchronized void evictIdle() {
    if (inUse == 0 && System.nanoTime() - lastUse >= limits.idle().toNanos()) {
      closeClient();
    }
  }

  synchronized void close() {
    isClosed = true;
    if (inUse == 0) {
      closeClient();
    }
  }

  synchronized int count() {
    return client == null ? 0 : 1;
  }

  private void closeClient() {
    MongoClient current = client;
    client = null;
    if (current != null) {
      current.close();
    }
  }

  private MongoClientSettings settings() {
    Map<String, String> options = server.options();
    MongoClientSettings.Builder settings =
        MongoClientSettings.builder()
            .applicationName(options.getOrDefault("appname", "mini-baas"))
            .inetAddressResolver(this::lookUp)
            .retryReads(!"false".equals(options.get("retryreads")))
            .retryWrites(!"false".equals(options.get("retrywrites")))
            .applyToClusterSettings(this::cluster)
            .applyToConnectionPoolSettings(pool ->
                pool.maxSize(limits.poolSize())
                    .minSize(0)
                    .maxConnectionIdleTime(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
                    .maxWaitTime(limits.timeoutMillis(), TimeUnit.MILLISECONDS))
            .applyToServerSettings(monitor ->
                monitor
                    .heartbeatFrequency(20, TimeUnit.SECONDS)
                    .serverMonitoringMode(ServerMonitoringMode.POLL))
            .applyToSocketSettings(socket ->
                socket
                    .connectTimeout(limits.timeoutMillis(), TimeUnit.MILLISECONDS)
                    .readTimeout(limits.timeoutMillis() + 2000, TimeUnit.MILLISECONDS))
            .applyToSslSettings(ssl -> ssl.enabled(server.tls() == Tls.VERIFY_FULL));
    if ("majority".equals(options.get("w"))) {
      settings.writeConcern(WriteConcern.MAJORITY);
    } else if (options.containsKey("w")) {
      settings.writeConcern(new WriteConcern(Integer.parseInt(options.get("w"))));
    }
    credential().ifPresent(settings::credential);
    return settings.build();
  }

  private void cluster(ClusterSettings.Builder cluster) {
    String replicaSet = server.options().get("replicaset");
    boolean isSingle =
        "true".equals(server.options().get("directconnection"))
            || (replicaSet == null && server.endpoints().size() == 1);
    cluster
        .hosts(
            server.endpoints().stream()
                .map(endpoint -> new ServerAddress(endpoint.host(), endpoint.port()))
                .toList())
        .mode(isSingle ? ClusterConnectionMode.SINGLE : ClusterConnectionMode.MULTIPLE)
        .serverSelectionTimeout(limits.timeoutMillis(), TimeUnit.MILLISECONDS);
    if (replicaSet != null) {
      cluster.requiredReplicaSetName(replicaSet);
    }
  }

  private java.util.Optional<MongoCredential> credential() {
    if (server.user() == null) {
      return java.util.Optional.empty();
    }
    String database = server.database().isEmpty() ? "admin" : server.database();
    String source = server.options().getOrDefault("authsource", database);
    char[] password = (server.password() == null ? "" : server.password()).toCharArray();
    return java.util.Optional.of(
        switch (server.options().getOrDefault("authmechanism", "")) {
          case "SCRAM-SHA-1" ->
              MongoCredential.createScramSha1Credential(server.user(), source, password);
          case "SCRAM-SHA-256" ->
              MongoCredential.createScramSha256Credential(server.user(), source, password);
          default -> MongoCredential.createCredential(server.user(), source, password);
        });
  }

  private List<InetAddress> lookUp(String host) throws UnknownHostException {
    try {
      return targets.addresses(host);
    } catch (InvalidTarget e) {
      UnknownHostException refused = new UnknownHostException("not permitted or not known");
      refused.initCause(e);
      throw refused;
    }
  }
}
