package dev.minibaas.auth.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05.123456Z, 2026-01-02T03:04:05.123456Z",
    "2026-01-02T03:04:05.120Z, 2026-01-02T03:04:05.12Z",
    "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
    "2026-01-02T03:04:00Z, 2026-01-02T03:04:00Z"
  })
  void areWrittenAsGoWritesThem(Instant time, String text) {
    assertThat(Timestamps.format(time)).isEqualTo(text);
  }
}
