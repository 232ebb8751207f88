package dev.minibaas.acceptance.realtime;

import dev.minibaas.acceptance.stack.Database;
import dev.minibaas.acceptance.stack.Instance;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Two servers on one database and one Redis, each of which can be stopped alone. */
final class Cluster implements AutoCloseable {
  private final Instance databaseServer;
  private final Database database;
  private final Redis redis;
  private final List<Node> nodes;

  Cluster() throws IOException {
    databaseServer = Instance.withoutServer("realtime-database");
    databaseServer.start();
    database = new Database(databaseServer.variable("PG_URL"));
    redis = new Redis();
    // the first makes the tables, which the second one finds
    var first = new Node("realtime-a", databaseServer, redis.port());
    nodes = List.of(first, new Node("realtime-b", databaseServer, redis.port()));
  }

  Database database() {
    return database;
  }

  Redis redis() {
    return redis;
  }

  List<Node> nodes() {
    return nodes;
  }

  /** The node that reads the slot. */
  Node reader() throws InterruptedException {
    while (true) {
      List<String> ports =
          database.column(
              """
              select client_port from pg_stat_activity
              where pid in (select active_pid from pg_replication_slots)\
              """);
      for (String port : ports) {
        for (Node node : nodes) {
          if (node.postgres().carries(Integer.parseInt(port))) {
            return node;
          }
        }
      }
      Thread.sleep(50);
    }
  }

  Node other(Node node) {
    return node.equals(nodes.getFirst()) ? nodes.getLast() : nodes.getFirst();
  }

  /** Stops it in order; devstack starts a database again that has stopped. */
  void restartDatabase() throws Exception {
    long pid = databaseServer.postmaster().orElseThrow().pid();
    new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
    Patience.await(() ->
        databaseServer.postmaster().filter(server -> server.pid() != pid).isPresent() && answers());
  }

  /** Kills one of its processes, whereupon it ends all others and recovers. */
  void crashDatabase() throws Exception {
    try (Connection victim = database.connect();
        var statement = victim.createStatement();
        var rows = statement.executeQuery("select pg_backend_pid()")) {
      rows.next();
      ProcessHandle.of(rows.getLong(1)).orElseThrow().destroyForcibly();
    } catch (SQLException e) {
      // as meant
    }
    Patience.await(this::answers);
  }

  private boolean answers() {
    try (Connection ignored = database.connect()) {
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Ends the connection that the slot is read through. */
  void endReplication() {
    database.column(
        "select pg_terminate_backend(active_pid) from pg_replication_slots where active");
  }

  /** Starts a killed one while other things go on. */
  static CompletableFuture<Void> startAgain(Node node) {
    return CompletableFuture.runAsync(node::start);
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(Node::close);
    databaseServer.stop();
    redis.close();
  }
}
