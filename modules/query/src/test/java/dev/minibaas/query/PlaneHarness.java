package dev.minibaas.query;

import dev.minibaas.engines.JsonText;
import dev.minibaas.engines.target.Resolver;
import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.engines.target.Targets;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.query.database.Databases;
import dev.minibaas.query.registration.Breaker;
import dev.minibaas.query.registration.Registry;
import dev.minibaas.query.registration.RegistryCalls;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The service without a server: everything behind its resource, with a registry over HTTP. */
final class PlaneHarness implements AutoCloseable {
  final TestRegistry registry = new TestRegistry();
  final List<String> breakerEvents = new CopyOnWriteArrayList<>();
  final Databases databases;
  final QueryPlane plane;
  private final RegistryCalls calls;

  PlaneHarness(Path sqlite, Duration fresh, int maxOpen) {
    this(sqlite, fresh, maxOpen, List.of("127.0.0.0/8"), Resolver.system());
  }

  PlaneHarness(Path sqlite, Duration fresh, int maxOpen, List<String> allowed, Resolver resolver) {
    TargetPolicy policy =
        new TargetPolicy(allowed, Optional.of(sqlite.toAbsolutePath()), 16L << 20);
    calls =
        new RegistryCalls(
            registry.uri(),
            TestRegistry.TOKEN,
            Duration.ofSeconds(2),
            1,
            breaker(),
            event -> breakerEvents.add("registry " + event));
    databases =
        new Databases(
            new Targets(policy, resolver),
            Duration.ZERO,
            maxOpen,
            1_000_000,
            PlaneHarness::breaker,
            event -> breakerEvents.add("database " + event));
    plane =
        new QueryPlane(
            new Registry(calls, fresh, 5000, databases::close, isFresh -> {}),
            databases,
            new QueryMetrics(null));
  }

  private static Breaker breaker() {
    return new Breaker(3, 1, Duration.ofMinutes(5), Clock.systemUTC());
  }

  static Caller user(String subject) {
    return Caller.ofClaims(Map.of("sub", subject), Caller.AUTHENTICATED, null);
  }

  /** The data of an answer, as JSON. */
  String run(Caller caller, UUID database, String table, String body) {
    StringBuilder out = new StringBuilder();
    JsonText.write(
        out,
        plane
            .run(
                caller,
                database.toString(),
                table,
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
            .data());
    return out.toString();
  }

  @Override
  public void close() {
    databases.close();
    calls.close();
    registry.close();
  }
}
