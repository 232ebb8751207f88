package dev.minibaas.realtime.channels;

import dev.minibaas.platform.caller.ApiKeys;
import dev.minibaas.platform.caller.Authentication;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.caller.TokenPolicy;
import dev.minibaas.platform.caller.TokenVerifier;
import dev.minibaas.realtime.hub.Relay;
import dev.minibaas.realtime.phoenix.Outgoing;
import dev.minibaas.realtime.socket.Handshake;
import dev.minibaas.testkit.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node with everything that conversations need, in memory. */
final class TestNode {
  final TestClock clock;
  final MemoryHub hub = new MemoryHub();
  final TestRights rights = new TestRights();
  final List<Outgoing.Broadcast> past = new ArrayList<>();
  final Channels channels;
  final PhoenixParts parts;

  TestNode() {
    this(new Network().node("alone"), new TestClock(), PhoenixLimits.DEFAULT);
  }

  TestNode(Relay relay, TestClock clock, PhoenixLimits limits) {
    this.clock = clock;
    this.channels = new Channels(relay, clock);
    var verifier = new TokenVerifier(TokenPolicy.hs256(Tokens.SECRET), clock);
    this.parts =
        new PhoenixParts(
            channels,
            hub,
            new TableJudge(),
            rights,
            (identity, channel, wanted, headers) -> past,
            new Authentication(verifier, new ApiKeys("the-anon-key", "the-service-key")),
            Runnable::run,
            clock,
            limits);
  }

  static TestNode with(PhoenixLimits limits) {
    return new TestNode(new Network().node("alone"), new TestClock(), limits);
  }

  TestClient client() {
    return client("2.0.0");
  }

  TestClient client(String vsn) {
    return new TestClient(this, vsn, new Handshake(Caller.ofRole("anon"), null, vsn, Map.of()));
  }
}
