package dev.minibaas.edge.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,      10.255.1.2,         true",
    "10.0.0.0/8,      11.0.0.1,           false",
    "172.16.0.0/12,   172.31.255.255,     true",
    "172.16.0.0/12,   172.32.0.0,         false",
    "192.168.1.7,     192.168.1.7,        true",
    "192.168.1.7,     192.168.1.8,        false",
    "0.0.0.0/0,       8.8.8.8,            true",
    "0.0.0.0/0,       ::1,                false",
    "::1,             0:0:0:0:0:0:0:1,    true",
    "fd00::/8,        fdab::1,            true",
    "fd00::/8,        fe80::1%eth0,       false",
    "127.0.0.1,       ::ffff:127.0.0.1,   true",
    "127.0.0.1,       localhost,          false",
    "127.0.0.1,       127.0.0.1:80,       false",
    "127.0.0.1,       '',                 false"
  })
  void an_address_is_in_a_network_or_not(String network, String address, boolean contained) {
    assertThat(Networks.of(List.of(network)).contains(address)).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/33", "10.0.0/8", "256.1.1.1", "host", "::1/129", "1.2.3.4/", ""})
  void what_is_no_network_is_named(String entry) {
    assertThatThrownBy(() -> Networks.of(List.of("127.0.0.1", entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + entry + "\"");
  }
}
