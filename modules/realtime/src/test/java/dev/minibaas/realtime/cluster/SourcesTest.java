package dev.minibaas.realtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.bootstrap.Superuser;
import dev.minibaas.devstack.postgres.ThrowawayPostgres;
import dev.minibaas.realtime.Slots;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.hub.Event;
import dev.minibaas.realtime.hub.Logged;
import dev.minibaas.realtime.log.Entry;
import dev.minibaas.realtime.log.Reading;
import dev.minibaas.realtime.postgres.ReplicationSource;
import dev.minibaas.realtime.postgres.SourceConfig;
import dev.minibaas.realtime.postgres.SourceState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes with one slot of a real PostgreSQL and a real Redis. */
class SourcesTest {
  private static ThrowawayPostgres server;
  private static Superuser database;

  private RedisUnderTest redis;
  private ReadingNode first;
  private ReadingNode second;

  private static final class ReadingNode implements AutoCloseable {
    final Node node;
    final ReplicationSource source;

    ReadingNode(RedisUnderTest redis) throws InterruptedException {
      node = new Node(redis.address());
      source = new ReplicationSource(config(), node.bus.source());
      source.start();
    }

    void awaitReading() throws InterruptedException {
      Node.await(() -> source.state() == SourceState.READING);
    }

    @Override
    public void close() {
      source.close();
      node.close();
    }
  }

  @BeforeAll
  static void startServer() {
    server = ThrowawayPostgres.start(Map.of());
    database = server.createEmptyDatabase("cluster");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void start() throws Exception {
    execute("drop publication if exists supabase_realtime");
    execute("drop table if exists notes; create table notes (id int primary key, body text)");
    execute("create publication supabase_realtime for table notes");
    redis = new RedisUnderTest();
    first = new ReadingNode(redis);
    first.awaitReading();
    second = new ReadingNode(redis);
  }

  @AfterEach
  void stop() throws Exception {
    first.close();
    second.close();
    redis.close();
    execute(Slots.drop(config().slot()));
  }

  private static SourceConfig config() {
    return new SourceConfig(
        database.jdbcUrl(),
        "postgres",
        "throw-away-superuser",
        "cluster",
        List.of(SourceConfig.DEFAULT_PUBLICATION),
        0,
        1L << 30,
        Duration.ofMillis(200),
        Duration.ofMillis(100),
        false);
  }

  private static void insert(int from, int to) {
    for (int id = from; id <= to; id++) {
      execute("insert into notes values (" + id + ", 'x')");
    }
  }

  private static void execute(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private static String id(Entry<Logged> entry) {
    var change = ((Event.RowChanged) entry.event().event()).change();
    return change.after().orElseThrow().values().getFirst().toString();
  }

  private static List<String> ids(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "Text[text=" + i + "]").toList();
  }

  private static List<String> idsAfter(Node node, Position position) {
    return node.after(position).stream().map(SourcesTest::id).toList();
  }

  @Test
  void theNextNodeReadsWhereTheFirstHasStopped() throws Exception {
    Position start = first.node.bus.log().newest();
    insert(1, 50);
    second.node.awaitCommit(first.source.mark());
    assertThat(second.source.state()).isEqualTo(SourceState.WAITING);
    first.node.close(); // without the last of what it was told
    insert(51, 100);
    first.source.close();
    second.awaitReading();
    insert(101, 150);
    second.node.awaitCommit(second.source.mark());
    assertThat(idsAfter(second.node, start)).isEqualTo(ids(1, 150));
  }

  @Test
  void anEmptiedRedisIsFilledFromTheSlot() throws Exception {
    insert(1, 50);
    second.node.awaitCommit(first.source.mark());
    Position seen = position(second.node, 20);
    redis.flush();
    insert(51, 100);
    Node.await(() -> second.node.bus.log().newest().era() != seen.era());
    second.node.awaitCommit(first.source.mark());
    var gap = (Reading.Gap<Logged>) second.node.bus.log().read(seen, 10);
    assertThat(gap.reason()).isEqualTo(Reading.Reason.PUBLISHED_LOST);
    assertThat(idsAfter(second.node, gap.continueAt())).isEqualTo(ids(21, 100));
  }

  /** Of the row with that id, of which this node has the change. */
  private static Position position(Node node, int id) {
    var from = ((Reading.Gap<Logged>) node.bus.log().read(Position.START, 1)).continueAt();
    return node.after(from).stream()
        .filter(entry -> id(entry).equals(ids(id, id).getFirst()))
        .map(Entry::position)
        .findFirst()
        .orElseThrow();
  }
}
