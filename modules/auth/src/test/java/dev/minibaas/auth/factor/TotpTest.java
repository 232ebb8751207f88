package dev.minibaas.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /** RFC 6238, appendix B, the column of SHA-1. */
  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void vectors(long seconds, String code) {
    long step = Totp.stepOf(Instant.ofEpochSecond(seconds));

    assertThat(Totp.code(SECRET, step, 8)).isEqualTo(code);
    assertThat(Totp.code(SECRET, step, 6)).isEqualTo(code.substring(2));
  }

  @Test
  void aCodeCountsOneStepEarlyAndLate() {
    Instant now = Instant.ofEpochSecond(1111111111);
    long step = Totp.stepOf(now);

    for (long near = step - 1; near <= step + 1; near++) {
      assertThat(Totp.matching(SECRET, Totp.code(SECRET, near, 6), now)).hasValue(near);
    }
    assertThat(Totp.matching(SECRET, Totp.code(SECRET, step - 2, 6), now)).isEmpty();
    assertThat(Totp.matching(SECRET, Totp.code(SECRET, step + 2, 6), now)).isEmpty();
    assertThat(Totp.matching(SECRET, "", now)).isEmpty();
    assertThat(Totp.matching(SECRET, "14050471", now)).isEmpty();
  }

  @Test
  void secretsHave160BitsAndDiffer() {
    assertThat(Base32.decode(Totp.newSecret())).hasSize(20);
    assertThat(Totp.newSecret()).isNotEqualTo(Totp.newSecret());
  }

  @Test
  void theUriIsWhatAppsRead() {
    assertThat(Totp.uri("MZXW6", "A & B: Co", "ann+1@example.org"))
        .isEqualTo(
            "otpauth://totp/A%20%26%20B%3A%20Co:ann%2B1%40example.org?algorithm=SHA1&digits=6"
                + "&issuer=A%20%26%20B%3A%20Co&period=30&secret=MZXW6");
  }
}
