package dev.minibaas.benchmarks.routing;

import dev.minibaas.platform.caller.ApiKeys;
import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.caller.TokenVerifier;
import dev.minibaas.realtime.access.ChannelRights;
import dev.minibaas.realtime.access.Identity;
import dev.minibaas.realtime.change.Change;
import dev.minibaas.realtime.change.ChangeKind;
import dev.minibaas.realtime.change.Column;
import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.change.Row;
import dev.minibaas.realtime.change.TableName;
import dev.minibaas.realtime.change.Value;
import dev.minibaas.realtime.channels.Channels;
import dev.minibaas.realtime.channels.PhoenixConversation;
import dev.minibaas.realtime.channels.PhoenixLimits;
import dev.minibaas.realtime.channels.PhoenixParts;
import dev.minibaas.realtime.hub.LocalBus;
import dev.minibaas.realtime.hub.LocalRelay;
import dev.minibaas.realtime.hub.Router;
import dev.minibaas.realtime.log.LogLimits;
import dev.minibaas.realtime.own.Limits;
import dev.minibaas.realtime.own.OwnConversation;
import dev.minibaas.realtime.own.OwnParts;
import dev.minibaas.realtime.own.Publication;
import dev.minibaas.realtime.socket.Handshake;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The hub of a node with clients, each with one subscription; all in this process. */
final class Node implements AutoCloseable {
  private static final TableName ORDERS = new TableName("public", "orders");
  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", "int8", true),
          new Column("team", "text", false),
          new Column("city", "text", false),
          new Column("amount", "numeric", false),
          new Column("placed_at", "timestamptz", false));
  private static final String PAYLOAD =
      """
      {"topic":"orders/created","event_type":"created",\
      "payload":{"id":17,"team":"red","city":"Basel","amount":12.50}}\
      """;

  private final LocalBus bus =
      new LocalBus(new LogLimits(1 << 20, Duration.ofMinutes(5)), Clock.systemUTC());
  private final Router router =
      new Router(bus.log(), new TeamPolicy(), Runnable::run, Clock.systemUTC());
  private final Authentication authentication =
      new Authentication(
          new TokenVerifier(TokenPolicy.hs256("a-secret-of-the-benchmarks-0123456789abcdef")),
          new ApiKeys("the-anon-key", "the-service-key"));
  private final OwnParts own =
      new OwnParts(router, bus, authentication, Clock.systemUTC(), Limits.DEFAULT, 100);
  private final PhoenixParts phoenix =
      new PhoenixParts(
          new Channels(new LocalRelay(), Clock.systemUTC()),
          router,
          new TeamPolicy(),
          new Open(),
          (identity, channel, wanted, headers) -> List.of(),
          authentication,
          Runnable::run,
          Clock.systemUTC(),
          PhoenixLimits.DEFAULT);
  private final int identities;
  private final List<Sink> sinks = new ArrayList<>();
  private final Publication publication = Publication.parse(PAYLOAD, Limits.DEFAULT);
  private long commit = 1000;

  /** Nobody is in a private channel. */
  private static final class Open implements ChannelRights {
    @Override
    public Rights rights(Identity identity, String topic, Map<String, String> headers) {
      return Rights.ALL;
    }

    @Override
    public boolean mayBroadcast(Identity identity, String topic, Map<String, String> headers) {
      return true;
    }
  }

  Node(int identities) {
    this.identities = identities;
    bus.source().begin(commit, commit);
    router.start();
  }

  /** Clients of the own protocol. */
  void subscribe(int clients, String topic) {
    for (int i = 0; i < clients; i++) {
      Sink sink = new Sink();
      sinks.add(sink);
      new OwnConversation(handshake(i, null), sink, own)
          .text("{\"type\":\"SUBSCRIBE\",\"sub_id\":\"orders\",\"topic\":\"" + topic + "\"}");
    }
    awaitSubscriptions(clients);
  }

  /** Clients of supabase-js. */
  void join(int clients) {
    for (int i = 0; i < clients; i++) {
      Sink sink = new Sink();
      sinks.add(sink);
      new PhoenixConversation(handshake(i, "2.0.0"), sink, phoenix)
          .text(
              """
              ["1","1","realtime:orders","phx_join",{"config":{"postgres_changes":\
              [{"event":"INSERT","schema":"public","table":"orders","filter":"city=eq.Basel"}]}}]\
              """);
    }
    awaitSubscriptions(clients);
  }

  private Handshake handshake(int client, @Nullable String vsn) {
    Map<String, Object> claims = Map.of("sub", "user-" + client % identities, "team", "red");
    return new Handshake(Caller.ofClaims(claims, Caller.AUTHENTICATED, null), null, vsn, Map.of());
  }

  private void awaitSubscriptions(int wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (router.subscriptions() < wanted) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(router.subscriptions() + " subscriptions of " + wanted);
      }
      Thread.onSpinWait();
    }
    sinks.forEach(Sink::reset);
  }

  /** To be repeated until {@link #finish}. */
  void publish() {
    bus.publish(publication);
  }

  void insert() {
    commit += 16;
    var row =
        new Row(
            List.of(
                Value.of(String.valueOf(commit)),
                Value.of("red"),
                Value.of("Basel"),
                Value.of("12.50"),
                Value.of("2026-11-25 12:34:56.789+00")),
            false);
    bus.source()
        .change(
            new Change(
                Position.ofChange(commit, 1),
                ORDERS,
                ChangeKind.INSERT,
                COLUMNS,
                row,
                null,
                Instant.EPOCH));
  }

  /** Waits until everyone has been told. */
  void finish() {
    Position last = bus.log().newest();
    while (router.routed().compareTo(last) < 0) {
      Thread.onSpinWait();
    }
  }

  /** That all have been told of as many events. */
  void check(long events) {
    for (Sink sink : sinks) {
      if (sink.events() != events || sink.frame() == null) {
        throw new IllegalStateException(sink.events() + " events of " + events);
      }
    }
  }

  @Override
  public void close() {
    router.close();
    bus.close();
  }
}
