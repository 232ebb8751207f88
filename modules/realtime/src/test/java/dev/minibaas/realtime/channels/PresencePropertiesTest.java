package dev.minibaas.realtime.channels;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Nodes whose messages are late, lost or cut off agree in the end on who is there, and each client
 * that applied what it was told, as the published client does, knows the same.
 */
class PresencePropertiesTest {
  private static final int CLIENTS = 6;
  private static final PhoenixLimits WIDE =
      new PhoenixLimits(1000, 1000, 10_000, 100_000, 10, 10_000, Duration.ofSeconds(30));

  private enum What {
    TRACK,
    UNTRACK,
    REJOIN,
    DROP,
    DELIVER,
    LOSE,
    CUT,
    MEND,
    TICK,
    WAIT,
    RESTART
  }

  private record Step(What what, int one, int other) {}

  @Property(tries = 400)
  void twoNodesAgree(@ForAll("steps") List<Step> steps) {
    new World(2).run(steps);
  }

  @Property(tries = 400)
  void threeNodesAgree(@ForAll("steps") List<Step> steps) {
    new World(3).run(steps);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<What> what =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(8, Arbitraries.just(What.TRACK)),
            net.jqwik.api.Tuple.of(16, Arbitraries.just(What.DELIVER)),
            net.jqwik.api.Tuple.of(10, Arbitraries.of(What.class)));
    return Combinators.combine(
            what, Arbitraries.integers().between(0, 5), Arbitraries.integers().between(0, 5))
        .as(Step::new)
        .list()
        .ofMaxSize(80);
  }

  /** Nodes with clients that come and go. */
  private static final class World {
    private final Network network = Network.slow();
    private final TestClock clock = new TestClock();
    private final List<TestNode> nodes = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Viewer> viewers = new ArrayList<>();
    private int started;

    World(int size) {
      for (int i = 0; i < size; i++) {
        names.add("");
        nodes.add(null);
        start(i);
      }
      for (int i = 0; i < CLIENTS; i++) {
        viewers.add(new Viewer(nodes.get(i % size), "key" + i % 4));
      }
    }

    private void start(int index) {
      names.set(index, "node" + started++);
      nodes.set(index, new TestNode(network.node(names.get(index)), clock, WIDE));
    }

    void run(List<Step> steps) {
      steps.forEach(this::run);
      network.mend();
      // one beat tells what is missing, or that it is asked for; the second is for what was silent
      for (int i = 0; i < 2; i++) {
        clock.pass(Duration.ofSeconds(5));
        nodes.forEach(node -> node.channels.tick());
        network.deliverAll();
      }
      // nodes that are no more are silent for long enough now, and the others are not
      for (int i = 0; i < 4; i++) {
        clock.pass(Duration.ofSeconds(5));
        nodes.forEach(node -> node.channels.tick());
        network.deliverAll();
      }
      Map<String, JsonObject> expected = new TreeMap<>();
      viewers.forEach(viewer -> viewer.addTo(expected));
      for (Viewer viewer : viewers) {
        viewer.look();
        assertThat(viewer.payloads()).isEqualTo(payloads(expected.values()));
      }
      Map<String, JsonObject> first = viewers.getFirst().metas;
      assertThat(viewers).allMatch(viewer -> viewer.metas.equals(first));
    }

    private void run(Step step) {
      Viewer viewer = viewers.get(step.one % CLIENTS);
      int node = step.one % nodes.size();
      int other = step.other % nodes.size();
      switch (step.what) {
        case TRACK -> viewer.track(step.other);
        case UNTRACK -> viewer.untrack();
        case REJOIN -> viewer.join();
        case DROP -> viewer.come(nodes.get(step.other % nodes.size()));
        case DELIVER -> network.deliver(names.get(node), names.get(other));
        case LOSE -> network.lose(names.get(node), names.get(other));
        case CUT -> network.cut(names.get(node), names.get(other));
        case MEND -> network.mend();
        case TICK -> nodes.get(node).channels.tick();
        case WAIT -> clock.pass(Duration.ofSeconds(step.other * 2L));
        case RESTART -> restart(node);
      }
    }

    private void restart(int index) {
      TestNode gone = nodes.get(index);
      network.kill(names.get(index));
      start(index);
      viewers.stream()
          .filter(viewer -> viewer.node == gone)
          .forEach(viewer -> viewer.come(nodes.get(index)));
    }

    private static List<String> payloads(Iterable<JsonObject> metas) {
      List<String> payloads = new ArrayList<>();
      metas.forEach(meta -> payloads.add(meta.getString("name") + meta.getInt("n")));
      payloads.sort(null);
      return payloads;
    }
  }

  /** A client that keeps the state as the published one does. */
  private static final class Viewer {
    private static int count;

    private final String name = "viewer" + count++;
    private final String key;
    private TestNode node;
    private TestClient client;
    private int said = -1;

    /** By their refs. */
    private Map<String, JsonObject> metas = new TreeMap<>();

    Viewer(TestNode node, String key) {
      this.key = key;
      this.node = node;
      this.client = node.client();
      join();
    }

    void come(TestNode to) {
      client.conversation.closed();
      node = to;
      client = to.client();
      metas = new TreeMap<>();
      join();
    }

    void join() {
      said = -1;
      client.join("{\"presence\":{\"enabled\":true,\"key\":\"" + key + "\"}}");
    }

    void track(int n) {
      said = n;
      client.push(
          "presence",
          "{\"event\":\"track\",\"payload\":{\"name\":\"%s\",\"n\":%d}}".formatted(name, n));
    }

    void untrack() {
      said = -1;
      client.push("presence", "{\"event\":\"untrack\"}");
    }

    void addTo(Map<String, JsonObject> expected) {
      if (said >= 0) {
        expected.put(
            name, jakarta.json.Json.createObjectBuilder().add("name", name).add("n", said).build());
      }
    }

    void look() {
      for (JsonArray message : client.take()) {
        JsonObject payload = message.getJsonObject(4);
        switch (message.getString(3)) {
          case "presence_state" -> {
            metas = new TreeMap<>();
            each(payload, meta -> metas.put(meta.getString("phx_ref"), meta));
          }
          case "presence_diff" -> {
            each(
                payload.getJsonObject("joins"), meta -> metas.put(meta.getString("phx_ref"), meta));
            each(payload.getJsonObject("leaves"), meta -> metas.remove(meta.getString("phx_ref")));
          }
          default -> assertThat(message.getString(3)).isIn("phx_reply", "phx_close");
        }
      }
    }

    private static void each(JsonObject state, java.util.function.Consumer<JsonObject> action) {
      for (JsonValue entry : state.values()) {
        entry.asJsonObject().getJsonArray("metas").getValuesAs(JsonObject.class).forEach(action);
      }
    }

    List<String> payloads() {
      return World.payloads(metas.values());
    }
  }
}
