package dev.minibaas.mongo.store;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ServerDescription;
import dev.minibaas.platform.log.Log;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** The driver's client: it finds the server, keeps connections to it, and finds it again. */
public final class MongoConnection implements AutoCloseable {
  private static final Logger LOG = Log.of(MongoConnection.class);
  private static final BsonDocument PING = new BsonDocument("ping", new BsonInt32(1));

  /** Beyond what the server is given for a query, before its silence counts as its end. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final StoreConfig config;
  private final MongoClient client;

  /** Does not wait for the server. */
  public MongoConnection(StoreConfig config) {
    this.config = config;
    this.client = MongoClients.create(settings(config));
  }

  private static MongoClientSettings settings(StoreConfig config) {
    long patience = config.patience().toMillis();
    long silence = config.maxTime().plus(GRACE).toMillis();
    return MongoClientSettings.builder()
        .applyConnectionString(new ConnectionString(config.address().uri()))
        .applicationName("minibaas-mongo")
        .applyToClusterSettings(
            cluster -> cluster.serverSelectionTimeout(patience, TimeUnit.MILLISECONDS))
        // a server that is gone is looked for this often, whether or not somebody waits for it
        .applyToServerSettings(server -> server.heartbeatFrequency(1, TimeUnit.SECONDS))
        .applyToSocketSettings(socket ->
            socket
                .connectTimeout((int) patience, TimeUnit.MILLISECONDS)
                .readTimeout((int) silence, TimeUnit.MILLISECONDS))
        .applyToConnectionPoolSettings(pool ->
            pool.maxSize(config.maxPool())
                .minSize(config.minPool())
                .maxWaitTime(patience, TimeUnit.MILLISECONDS)
                .maxConnectionIdleTime(30, TimeUnit.SECONDS))
        .build();
  }

  MongoDatabase database() {
    return client.getDatabase(config.database());
  }

  Duration maxTime() {
    return config.maxTime();
  }

  /**
   * Whether the last look at every known server found that no connection to it can be opened. Then
   * waiting for one would hold each request for the whole patience; while there is a server, or
   * nobody has looked yet, waiting is right: a replica set may be electing its primary.
   */
  boolean isAway() {
    List<ServerDescription> servers = client.getClusterDescription().getServerDescriptions();
    return !servers.isEmpty() && servers.stream().allMatch(MongoConnection::isAway);
  }

  /**
   * @throws MongoTimeoutException when the server {@link #isAway()}
   */
  void requireServer() {
    if (isAway()) {
      throw new MongoTimeoutException("no server was there when they were last looked for");
    }
  }

  private static boolean isAway(ServerDescription server) {
    Throwable failure = server.getException();
    return !server.isOk()
        && failure != null
        && (failure instanceof MongoSocketOpenException
            || failure.getCause() instanceof UnknownHostException);
  }

  /** Whether MongoDB answers; waits for it as long as a request does. */
  public boolean answers() {
    if (isAway()) {
      return false;
    }
    try {
      database().runCommand(PING);
      return true;
    } catch (MongoException e) {
      LOG.log(Level.FINE, "no answer to a ping", e);
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
