package dev.minibaas.auth.request;

import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.error.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "24h, PT24H",
    "1h30m, PT1H30M",
    "1.5s, PT1.5S",
    "300ms, PT0.3S",
    "7us, PT0.000007S",
    "9ns, PT0.000000009S",
    "-2m, PT-2M",
    "876000h, PT876000H"
  })
  void isReadAsGoReadsIt(String text, Duration duration) {
    assertThat(GoDuration.parse(text, "ban duration")).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "h", "1d", "1 h", "forever", "1h;drop", "99999999999h"})
  void anythingElseIsInvalid(String text) {
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> GoDuration.parse(text, "ban duration"));
  }
}
