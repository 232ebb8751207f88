package dev.minibaas.auth.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "::1", "2001:db8::7", "::ffff:192.0.2.7"})
  void addressesAreKept(String address) {
    assertThat(new Origin(address, null).address()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "localhost", "1.2.3.4'; drop table", "fe80::1%eth0"})
  void whatIsNoAddressIsNone(String address) {
    assertThat(new Origin(address, null).address()).isNull();
  }

  @Test
  void aUserAgentIsMadeStorable() {
    assertThat(new Origin(null, "a\0b" + "c".repeat(5000)).userAgent())
        .startsWith("abc")
        .hasSize(1024);
  }
}
