package dev.minibaas.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minibaas.engines.target.Resolver;
import dev.minibaas.platform.caller.Caller;
import dev.minibaas.platform.error.ApiError;
import dev.minibaas.platform.error.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in the registry and must not be reached any more, or never could be. */
class TargetsOfRegistrationsTest {
  private static final String ALICE = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";

  @TempDir private static Path directory;

  @ParameterizedTest
  @CsvSource({
    "postgresql,postgresql://u:p@db.example.com:%d/d",
    "postgresql,postgresql://u:p@127.0.0.1:%d/d",
    "postgresql,postgresql://u:p@[::1]:%d/d",
    "postgresql,postgresql://u:p@[::ffff:127.0.0.1]:%d/d",
    "postgresql,postgresql://u:p@2130706433:%d/d",
    "postgresql,postgresql://u:p@db.example.com:%d/d?socketFactory=x",
    "mysql,mysql://u:p@db.example.com:%d/d",
    "mysql,mysql://u:p@db.example.com:%d/d?allowLoadLocalInfile=true",
    "mongodb,mongodb://db.example.com:%d/d",
    "redis,redis://db.example.com:%d/0",
    "sqlite,sqlite:../x.db"
  })
  void a_target_that_is_not_permitted_is_never_called(String engine, String connection)
      throws IOException {
    Resolver resolver = host -> List.of(InetAddress.getByName("127.0.0.1"));
    Caller alice = PlaneHarness.user(ALICE);
    try (ServerSocket trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        PlaneHarness service =
            new PlaneHarness(directory, Duration.ofMinutes(1), 5, List.of(), resolver)) {
      trap.setSoTimeout(1);
      UUID id =
          service.registry.add(ALICE, engine, connection.formatted(trap.getLocalPort()), "{}");
      ApiError refused =
          catchThrowableOfType(ApiError.class, () -> service.run(alice, id, "goods", "{}"));
      assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN);
      assertThat(refused.publicMessage())
          .contains("isn't permitted")
          .doesNotContain("127.0.0.1")
          .doesNotContain("example");
      assertThat(catchThrowableOfType(java.net.SocketTimeoutException.class, trap::accept))
          .isNotNull();
    }
  }
}
