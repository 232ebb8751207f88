package dev.minibaas.engines.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterReaderTest {

  private static JsonObject json(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{}}",
        "{\"a\":{\"b\":1}}",
        "{\"a\":{\"$gt\":null}}",
        "{\"a\":{\"$gt\":{\"$gt\":1}}}",
        "{\"a\":{\"$in\":1}}",
        "{\"a\":{\"$in\":[[1]]}}",
        "{\"a\":{\"$in\":[null]}}",
        "{\"a\":{\"$exists\":1}}",
        "{\"a\":{\"$like\":1}}",
        "{\"a\":{\"$like\":\"x\\\\\"}}",
        "{\"a\":{\"$regex\":\".*\"}}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":1e999}",
        "{\"a.b\":1}",
        "{\"$and\":[]}",
        "{\"$or\":{}}",
        "{\"$or\":[1]}",
        "{\"$not\":[]}",
        "{\"$nor\":[{}]}",
        "{\"$where\":\"1\"}",
        "{\"$expr\":{}}",
        "{\"\":1}"
      })
  void what_is_not_of_the_language_is_refused(String text) {
    assertThatThrownBy(() -> FilterReader.read(json(text))).isInstanceOf(InvalidCommand.class);
  }

  @Test
  void a_filter_has_limits() {
    String deep = "{\"$not\":".repeat(9) + "{\"a\":1}" + "}".repeat(9);
    assertThatThrownBy(() -> FilterReader.read(json(deep))).hasMessageContaining("deep");
    String wide = list(101, "{\"a\":1}");
    assertThatThrownBy(() -> FilterReader.read(json("{\"$or\":" + wide + "}")))
        .hasMessageContaining("conditions");
    assertThatThrownBy(() -> FilterReader.read(json("{\"a\":{\"$in\":" + list(201, "1") + "}}")))
        .hasMessageContaining("200");
  }

  private static String list(int count, String element) {
    return IntStream.range(0, count)
        .mapToObj(i -> element)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @CsvSource({"{},true", "'{\"$and\":[{},{\"$and\":[{}]}]}',true", "'{\"a\":1}',false"})
  void a_filter_without_a_condition_is_known_as_one(String text, boolean isAll) {
    assertThat(FilterReader.read(json(text)).isAll()).isEqualTo(isAll);
  }

  @ParameterizedTest
  @CsvSource({
    "a%,abc,true",
    "a%,bac,false",
    "%c,abc,true",
    "a_c,abc,true",
    "a_c,ac,false",
    "%,'',true",
    "_,'',false",
    "a\\%,a%,true",
    "a\\%,abc,false",
    "%%%%%%%%%%x,aaaaaaaaaaaaaaaaaaaaaaaa,false",
    "A%,abc,false"
  })
  void a_pattern_matches_in_this_process_as_in_the_engines(
      String pattern, String text, boolean matches) {
    assertThat(new Like(pattern, false).matches(text)).isEqualTo(matches);
  }
}
