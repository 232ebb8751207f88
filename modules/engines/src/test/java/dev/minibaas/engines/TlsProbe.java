package dev.minibaas.engines;

import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.Resolver;
import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.engines.target.Targets;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A program that connects to one database after the other and says what came of it: the JVM reads
 * whom it trusts once, so each trust takes a JVM of its own. Every name leads to 127.0.0.1.
 */
final class TlsProbe {
  private static final Limits LIMITS =
      new Limits(50, 200_000, Duration.ofSeconds(10), 3, Duration.ZERO);

  private TlsProbe() {}

  /**
   * @param connections engines and connection strings in turn
   */
  public static void main(String[] connections) {
    Resolver resolver = host -> List.of(InetAddress.getByName("127.0.0.1"));
    Targets targets =
        new Targets(new TargetPolicy(List.of("127.0.0.1"), Optional.empty(), 1), resolver);
    for (int i = 0; i < connections.length; i += 2) {
      EngineKind kind = EngineKind.of(connections[i]);
      try (Engine engine =
          new Engines(targets)
              .open(targets.parse(kind, connections[i + 1], "tenant"), LIMITS, false)) {
        engine.test();
        System.out.println("connected");
      } catch (EngineFailure e) {
        e.printStackTrace();
        System.out.println(e.reason() + " " + e.getMessage());
      }
    }
  }
}
