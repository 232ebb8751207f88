package dev.minibaas.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minibaas.engines.EngineFailure.Reason;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.Resolver;
import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.engines.target.Targets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Names whose answers change: 127.0.0.2 is the address that is permitted here, and on 127.0.0.1
 * listens what must never be reached.
 */
class RebindingTest {
  private static final Limits LIMITS =
      new Limits(10, 10_000, Duration.ofMillis(700), 1, Duration.ZERO);

  /** Counts the connections that came. */
  private static final class Trap implements AutoCloseable {
    final ServerSocket socket;
    final AtomicInteger visits = new AtomicInteger();

    Trap(String address, int port) throws IOException {
      socket = new ServerSocket(port, 50, InetAddress.getByName(address));
      Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
      while (!socket.isClosed()) {
        try (Socket visitor = socket.accept()) {
          visits.incrementAndGet();
          visitor.setSoTimeout(100);
          visitor.getInputStream().readNBytes(1);
        } catch (IOException e) {
          // closed, or a visitor that said nothing
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql,postgresql://u:p@localhost:%d/d?sslmode=disable",
    "postgresql,postgresql://u:p@localhost:%d/d?sslmode=verify-full",
    "mysql,mysql://u:p@localhost:%d/d",
    "mysql,mysql://u:p@localhost:%d/d?sslmode=verify-full",
    "redis,redis://:p@localhost:%d/0",
    "redis,rediss://:p@localhost:%d/0",
    "mongodb,mongodb://localhost:%d/d"
  })
  void a_connection_goes_to_the_tested_address_although_the_name_leads_elsewhere(
      String engine, String text) throws IOException {
    // the system's own answer for localhost is 127.0.0.1; ours is 127.0.0.2
    Resolver resolver = host -> List.of(InetAddress.getByName("127.0.0.2"));
    try (Trap trap = new Trap("127.0.0.1", 0);
        Trap permitted = new Trap("127.0.0.2", trap.socket.getLocalPort());
        Engine engineOfName =
            open(engine, text.formatted(trap.socket.getLocalPort()), resolver, "127.0.0.2")) {
      EngineFailure failure = catchThrowableOfType(EngineFailure.class, engineOfName::test);
      assertThat(failure.reason()).isIn(Reason.UNREACHABLE, Reason.TIMEOUT, Reason.LOGIN_REFUSED);
      assertThat(permitted.visits.get()).isPositive();
      assertThat(trap.visits.get()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql,postgresql://u:p@db.example.com:%d/d",
    "mysql,mysql://u:p@db.example.com:%d/d",
    "redis,redis://:p@db.example.com:%d/0",
    "mongodb,mongodb://db.example.com:%d/d"
  })
  void an_answer_that_turns_bad_is_refused_at_the_next_connection(String engine, String text)
      throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Resolver resolver =
        host ->
            List.of(
                InetAddress.getByName(asked.getAndIncrement() == 0 ? "127.0.0.2" : "127.0.0.1"));
    try (Trap trap = new Trap("127.0.0.1", 0)) {
      Targets targets =
          new Targets(new TargetPolicy(List.of("127.0.0.2"), Optional.empty(), 1), resolver);
      var target =
          targets.parse(
              EngineKind.of(engine), text.formatted(trap.socket.getLocalPort()), "tenant");
      targets.check(target); // as at registration: fine
      try (Engine opened = new Engines(targets).open(target, LIMITS, false)) {
        EngineFailure failure = catchThrowableOfType(EngineFailure.class, opened::test);
        assertThat(failure.reason()).isEqualTo(Reason.REFUSED_TARGET);
      }
      assertThat(trap.visits.get()).isZero();
    }
  }

  private static Engine open(String engine, String text, Resolver resolver, String allowed) {
    Targets targets =
        new Targets(new TargetPolicy(List.of(allowed), Optional.empty(), 1), resolver);
    return new Engines(targets)
        .open(targets.parse(EngineKind.of(engine), text, "tenant"), LIMITS, false);
  }
}
