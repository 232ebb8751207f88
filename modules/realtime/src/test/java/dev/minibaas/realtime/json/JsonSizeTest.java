package dev.minibaas.realtime.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonSizeTest {
  @Test
  void textsCountWithTheirCharacters() {
    assertThat(size("\"" + "x".repeat(1000) + "\"")).isEqualTo(size("\"\"") + 2000);
  }

  @Test
  void namesOfMembersCount() {
    assertThat(size("{\"" + "x".repeat(1000) + "\":true}")).isGreaterThan(size("{}") + 2000);
  }

  @Test
  void smallValuesCountAsTheObjectsThatTheyAre() {
    String numbers = "[" + "1,".repeat(999) + "1]";
    assertThat(size(numbers)).isGreaterThan(30 * numbers.length());
  }

  @Test
  void everyLevelCounts() {
    assertThat(size("[[[[]]]]")).isGreaterThan(4 * size("[]"));
    assertThat(size("{\"a\":{\"b\":null}}")).isGreaterThan(2 * size("{}"));
  }

  private static int size(String json) {
    return JsonSize.of(JsonReader.read(json));
  }
}
