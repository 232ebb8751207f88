package dev.minibaas.auth.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.auth.AuthFixture;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerAddressTest {

  /** A request with a peer and headers, and nothing else. */
  private static HttpServletRequest request(String peer, Map<String, String> headers) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            PeerAddressTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, values) ->
                switch (method.getName()) {
                  case "getRemoteAddr" -> peer;
                  case "getHeader" -> headers.get(String.valueOf(values[0]));
                  case "getHeaders" -> {
                    String value = headers.get(String.valueOf(values[0]));
                    yield Collections.enumeration(value == null ? List.of() : List.of(value));
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static String address(Map<String, String> settings, Map<String, String> headers) {
    return String.valueOf(
        PeerAddress.of(request("10.1.2.3", headers), AuthFixture.config(settings)));
  }

  @Test
  void nobodyNamesAnotherAddressThanItsOwn() {
    assertThat(address(Map.of(), Map.of("X-Forwarded-For", "1.1.1.1", "X-Real-IP", "2.2.2.2")))
        .isEqualTo("10.1.2.3");
  }

  @Test
  void aTrustedProxyNamesItsClient() {
    Map<String, String> trusting = Map.of("EDGE_TRUSTED_PROXIES", "10.0.0.0/8");

    assertThat(address(trusting, Map.of("X-Forwarded-For", "6.6.6.6, 1.1.1.1, 10.9.9.9")))
        .isEqualTo("1.1.1.1");
    assertThat(address(trusting, Map.of())).isEqualTo("10.1.2.3");
  }

  @Test
  void theConfiguredHeaderDecides() {
    Map<String, String> named = Map.of("GOTRUE_RATE_LIMIT_HEADER", "X-Real-IP");

    assertThat(address(named, Map.of("X-Real-IP", "2.2.2.2"))).isEqualTo("2.2.2.2");
    assertThat(address(named, Map.of())).isEqualTo("10.1.2.3");
  }
}
