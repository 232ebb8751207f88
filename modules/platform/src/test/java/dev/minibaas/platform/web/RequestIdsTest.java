package dev.minibaas.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {

  @Test
  void aHarmlessIdIsKept() {
    assertThat(RequestIds.orFresh("3f2a-77#12")).isEqualTo("3f2a-77#12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "x\r\nSet-Cookie: a=b", "{\"level\":\"error\"}", "é"})
  void anotherOneIsReplaced(String id) {
    assertThat(RequestIds.orFresh(id)).isNotEqualTo(id).matches("[0-9a-f-]{36}");
  }

  @Test
  void anEndlessOneIsReplaced() {
    assertThat(RequestIds.orFresh("a".repeat(129))).hasSize(36);
  }
}
