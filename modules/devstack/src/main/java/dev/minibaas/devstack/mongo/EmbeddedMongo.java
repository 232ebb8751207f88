package dev.minibaas.devstack.mongo;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import dev.minibaas.devstack.StackFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;

/**
 * A document database in this process, which the driver takes for a MongoDB. It is none: {@code
 * docs/mongo.md} tells the differences.
 */
public final class EmbeddedMongo implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final MongoServer server;
  private final int port;

  private EmbeddedMongo(MongoServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts one that keeps its data; what was written in the last second before a kill may be lost.
   *
   * @param directory where, in one file
   */
  public static EmbeddedMongo start(Path directory, int port) {
    try {
      Files.createDirectories(directory);
      return start(MVStore.open(directory.resolve("documents.mv").toString()), port);
    } catch (IOException | RuntimeException e) {
      throw new StackFailure("the document database does not start: " + e.getMessage(), e);
    }
  }

  /** Starts one whose data is gone when it ends. */
  public static EmbeddedMongo throwaway(int port) {
    return start(MVStore.open(null), port);
  }

  private static EmbeddedMongo start(MVStore store, int port) {
    MongoBackend backend = new FollowedBackend(store);
    MongoServer server = new MongoServer(backend);
    boolean bound = false;
    try {
      server.bind(new InetSocketAddress(LOOPBACK, port));
      bound = true;
      return new EmbeddedMongo(server, port);
    } finally {
      // not by a catch: Netty throws BindException without declaring it
      if (!bound) {
        server.shutdownNow();
        backend.close();
      }
    }
  }

  /** What the setting {@code MONGO_URI} says of it. */
  public String uri() {
    return "mongodb://" + LOOPBACK + ":" + port;
  }

  public int port() {
    return port;
  }

  /** Ends it; all that was written is in its file then. */
  @Override
  public void close() {
    server.shutdownNow();
  }
}
