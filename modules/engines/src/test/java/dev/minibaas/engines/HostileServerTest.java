package dev.minibaas.engines;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import dev.minibaas.engines.target.EngineKind;
import dev.minibaas.engines.target.Resolver;
import dev.minibaas.engines.target.TargetPolicy;
import dev.minibaas.engines.target.Targets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Servers that announce more than they send, or than there is room for: what they say of a length
 * costs no memory.
 */
class HostileServerTest {
  private static final long AFFORDABLE = 32L << 20;
  private static final Limits LIMITS =
      new Limits(10, 10_000, Duration.ofMillis(700), 1, Duration.ZERO);

  private static void answer(ServerSocket server, byte[] answer) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.setSoTimeout(300);
        // whatever is asked
        while (client.getInputStream().read(new byte[8192]) > 0) {
          client.getOutputStream().write(answer);
        }
      } catch (IOException e) {
        // it had enough
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // an error of 1 GB, an authentication, a parameter
    "postgresql,postgresql://u:p@127.0.0.1:%d/d?sslmode=disable,E@\\0\\0\\0SFATAL",
    "postgresql,postgresql://u:p@127.0.0.1:%d/d?sslmode=disable,R@\\0\\0\\0\\0\\0\\0\\n",
    "postgresql,postgresql://u:p@127.0.0.1:%d/d?sslmode=disable,R\\0\\0\\0\\b\\0\\0\\0\\0N@\\0\\0\\0S",
    "postgresql,postgresql://u:p@127.0.0.1:%d/d?sslmode=disable,R\\0\\0\\0\\b\\0\\0\\0\\0S@\\0\\0\\0S",
    // ready, and then an error of 1 GB or a row of that
    "postgresql,postgresql://u:p@127.0.0.1:%d/d?sslmode=disable,R\\0\\0\\0\\b\\0\\0\\0\\0Z\\0\\0\\0\\5IE@\\0\\0\\0SFATAL",
    "postgresql,postgresql://u:p@127.0.0.1:%d/d?sslmode=disable,R\\0\\0\\0\\b\\0\\0\\0\\0Z\\0\\0\\0\\5ID@\\0\\0\\0\\0\\1",
    "redis,redis://:p@127.0.0.1:%d/0,$1073741824\\r\\n",
    "redis,redis://:p@127.0.0.1:%d/0,*1073741824\\r\\n",
    "redis,redis://:p@127.0.0.1:%d/0,+OK\\r\\n$1073741824\\r\\n",
    "mysql,mysql://u:p@127.0.0.1:%d/d,\\xff\\xff\\xff\\0\\n"
  })
  void an_announced_length_takes_no_memory(String engine, String text, String answer)
      throws IOException {
    Resolver resolver = host -> List.of(InetAddress.getByName(host));
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> answer(server, bytes(answer)));
      try (Engine hostile =
          open(engine, text.formatted(server.getLocalPort()), resolver, "127.0.0.1")) {
        assertThat(catchThrowable(hostile::test)).isInstanceOf(EngineFailure.class);
        long before = allocated();
        Throwable failure = catchThrowable(hostile::test);
        assertThat(allocated() - before).as("bytes for %s", failure).isLessThan(AFFORDABLE);
        assertThat(failure).isInstanceOf(EngineFailure.class);
      }
    }
  }

  private static Engine open(String engine, String text, Resolver resolver, String allowed) {
    Targets targets =
        new Targets(new TargetPolicy(List.of(allowed), Optional.empty(), 1), resolver);
    return new Engines(targets)
        .open(targets.parse(EngineKind.of(engine), text, "tenant"), LIMITS, false);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static byte[] bytes(String text) {
    String plain =
        text.replace("\\xff", "\u00ff")
            .replace("\\0", "\0")
            .replace("\\5", "\5")
            .replace("\\1", "\1");
    return plain
        .replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\b", "\b")
        .getBytes(ISO_8859_1);
  }
}
