package dev.minibaas.auth.user;

import static dev.minibaas.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {

  @Test
  void isKeptInLowerCase() {
    assertThat(Email.validated("Ann+Tag@Example.ORG")).isEqualTo("ann+tag@example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "invalid",
        "@example.org",
        "ann@",
        "ann@@example.org",
        "ann smith@example.org",
        "ann@example.org\n",
        "ann\t@example.org",
        "ann@-example.org",
        "ann@example..org",
        "ａnn@example.org",
        "ann@ｅxample.org",
        "änn@example.org",
        "ann@exämple.org",
        "\u212Aann@example.org",
        "<ann@example.org>",
        "ann@example.org;bob@example.org"
      })
  void whatIsNoAddressIsInvalid(String address) {
    assertRefused(400, ErrorCode.VALIDATION_FAILED, () -> Email.validated(address));
  }

  @Test
  void longAddressesAreInvalid() {
    assertRefused(
        400, ErrorCode.VALIDATION_FAILED, () -> Email.validated("a".repeat(250) + "@example.org"));
  }

  @Test
  void aHostileAddressTakesNoTime() {
    assertRefused(
        400, ErrorCode.VALIDATION_FAILED, () -> Email.validated("a".repeat(200) + "@a.a.a.a.!"));
  }
}
