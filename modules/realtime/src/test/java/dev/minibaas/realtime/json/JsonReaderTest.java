package dev.minibaas.realtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "[1,]", "{\"a\":}", "1 2", "nul", "\"\\ud800\"", "01", "'a'"})
  void what_is_no_json_is_refused(String text) {
    assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(InvalidJson.class);
  }

  @Test
  void nesting_is_bounded_however_deep_it_is() {
    assertThat(JsonReader.read("[".repeat(64) + "]".repeat(64))).isInstanceOf(JsonValue.class);
    assertThatThrownBy(() -> JsonReader.read("[".repeat(1_000_000)))
        .isInstanceOf(InvalidJson.class)
        .hasMessageContaining("64");
  }

  @Test
  void brackets_in_texts_are_no_nesting() {
    String text = "\"" + "[{\\\"".repeat(100) + "\"";
    assertThat(JsonReader.read(text).toString()).isEqualTo(text);
  }

  @Test
  void bytes_must_be_utf8() {
    assertThatThrownBy(() -> JsonReader.read(ByteBuffer.wrap(new byte[] {'"', (byte) 0xff, '"'})))
        .isInstanceOf(InvalidJson.class);
  }

  @Property(tries = 2000)
  void any_text_is_a_value_or_refused(@ForAll String text) {
    try {
      assertThat(JsonReader.read(text)).isNotNull();
    } catch (InvalidJson e) {
      assertThat(e).hasMessageMatching("not valid JSON.*|nested .*|text with half .*");
    }
  }
}
