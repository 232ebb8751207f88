package dev.minibaas.realtime.phoenix;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A payload that is written already makes the same frame as one that isn't. */
class RawEventTest {
  private static final JsonObject PAYLOAD =
      Json.createObjectBuilder().add("text", "\"quoted\" \\ %s").addNull("none").build();

  @ParameterizedTest
  @EnumSource
  void it_is_the_same_frame(Serializer form) {
    same(form, "1", "realtime:a \"room\" \\ %s", "postgres_changes");
    same(form, null, "realtime:ä", "\u0001");
  }

  @ParameterizedTest
  @CsvSource({"1.0.0", "2.0.0"})
  void a_broken_payload_is_not_looked_at(String vsn) {
    Serializer form = Serializer.of(vsn).orElseThrow();
    assertThat(((Frame.Text) form.raw(null, "t", "e", "{raw}")).text()).contains("{raw}");
  }

  private static void same(Serializer form, @Nullable String joinRef, String topic, String event) {
    assertThat(form.raw(joinRef, topic, event, PAYLOAD.toString()))
        .isEqualTo(form.text(new Outgoing.Event(joinRef, null, topic, event, PAYLOAD)));
  }
}
