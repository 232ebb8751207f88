package dev.minibaas.realtime.phoenix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.json.JsonReader;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What one end prints the other reads, and whatever arrives is a message or a stated reason. */
class SerializerPropertiesTest {
  @Property(tries = 500)
  void a_printed_push_reads_back_to_an_equal_one(@ForAll("pushes") Push push) {
    assertThat(read(ClientCodec.write(push))).isEqualTo(push);
  }

  @Property(tries = 300)
  void a_push_of_the_older_form_reads_back_to_an_equal_one(@ForAll("events") Push.Event push) {
    assertThat(Serializer.V1.read(ClientCodec.writeOld(push))).isEqualTo(push);
  }

  @Property(tries = 500)
  void the_client_reads_what_the_server_prints(@ForAll("outgoing") Outgoing message) {
    assertThat(ClientCodec.read(Serializer.V2.write(message).orElseThrow())).isEqualTo(message);
  }

  @Property(tries = 300)
  void the_older_client_reads_the_same(@ForAll("outgoing") Outgoing message) {
    Serializer.V1
        .write(message)
        .ifPresent(frame -> {
          JsonObject json = JsonReader.read(((Frame.Text) frame).text()).asJsonObject();
          assertThat(json.getString("topic")).isEqualTo(message.topic());
          if (message instanceof Outgoing.Event event) {
            assertThat(json.get("payload")).isEqualTo(event.payload());
          }
        });
  }

  @Property(tries = 3000)
  void any_bytes_are_a_message_or_a_reason(@ForAll("frames") byte[] bytes) {
    try {
      assertThat(Serializer.V2.read(ByteBuffer.wrap(bytes))).isInstanceOf(Push.Broadcast.class);
    } catch (InvalidFrame e) {
      assertThat(e.reason()).isNotNull();
    }
  }

  @Property(tries = 1000)
  void any_bytes_that_are_accepted_print_back(@ForAll("frames") byte[] bytes) {
    Push push;
    try {
      push = Serializer.V2.read(ByteBuffer.wrap(bytes));
    } catch (InvalidFrame e) {
      return;
    }
    assertThat(read(ClientCodec.write(push))).isEqualTo(push);
  }

  @Property(tries = 2000)
  void any_text_is_a_message_or_a_reason(@ForAll("texts") String text) {
    for (Serializer vsn : Serializer.values()) {
      try {
        assertThat(ClientEvent.of(vsn.read(text))).isNotNull();
      } catch (InvalidFrame e) {
        assertThat(e.reason()).isNotNull();
      }
    }
  }

  private static Push read(Frame frame) {
    return switch (frame) {
      case Frame.Text text -> Serializer.V2.read(text.text());
      case Frame.Binary binary -> Serializer.V2.read(binary.bytes());
    };
  }

  /** Heads with likely lengths before any bytes: most are cut off, some are whole. */
  @Provide
  Arbitrary<byte[]> frames() {
    Arbitrary<Byte> lengths = Arbitraries.bytes().between((byte) 0, (byte) 4);
    Arbitrary<byte[]> heads = lengths.array(byte[].class).ofSize(6);
    Arbitrary<byte[]> tails =
        Arbitraries.of((byte) '{', (byte) '}', (byte) '1', (byte) 'a', (byte) 0xc3, (byte) 0xa9)
            .array(byte[].class)
            .ofMaxSize(20);
    Arbitrary<byte[]> likely =
        Combinators.combine(heads, tails)
            .as((head, tail) -> {
              ByteBuffer frame = ByteBuffer.allocate(1 + head.length + tail.length);
              return frame.put((byte) 3).put(head).put(tail).array();
            });
    return Arbitraries.oneOf(likely, Arbitraries.bytes().array(byte[].class).ofMaxSize(40));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> parts =
        Arbitraries.of(
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "null",
            "1",
            "\"\"",
            "\"1\"",
            "\"topic\"",
            "\"event\"",
            "\"payload\"",
            "\"phoenix\"",
            "\"realtime:a\"",
            "\"phx_join\"",
            "\"config\"",
            "{}");
    Arbitrary<String> soups = parts.list().ofMaxSize(14).map(list -> String.join("", list));
    Arbitrary<String> likely =
        Combinators.combine(
                Arbitraries.of(
                    "phx_join", "phx_leave", "broadcast", "presence", "access_token", "x"),
                Arbitraries.of("phoenix", "realtime:a", "realtime:", "a"),
                values(2))
            .as((event, topic, value) ->
                "[\"1\",\"1\",\""
                    + topic
                    + "\",\""
                    + event
                    + "\",{\"config\":"
                    + value
                    + ",\"event\":"
                    + value
                    + "}]");
    return Arbitraries.oneOf(soups, likely, Arbitraries.strings());
  }

  @Provide
  Arbitrary<Push.Event> events() {
    return Combinators.combine(refs(), refs(), names(0), names(0), objects()).as(Push.Event::new);
  }

  @Provide
  Arbitrary<Push> pushes() {
    Arbitrary<Push.Broadcast> broadcasts =
        Combinators.combine(refs(), refs(), names(0), names(0), small().injectNull(0.5), contents())
            .as(Push.Broadcast::new);
    return Arbitraries.oneOf(events(), broadcasts);
  }

  @Provide
  Arbitrary<Outgoing> outgoing() {
    Arbitrary<Outgoing.Event> events =
        Combinators.combine(refs(), refs(), names(0), names(0), objects()).as(Outgoing.Event::new);
    Arbitrary<Outgoing.Broadcast> broadcasts =
        Combinators.combine(names(1), names(1), contents(), small().injectNull(0.5))
            .as(Outgoing.Broadcast::new);
    return Arbitraries.oneOf(events, broadcasts);
  }

  private static Arbitrary<String> refs() {
    return Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(5).injectNull(0.2);
  }

  /** Of at most 255 bytes. */
  private static Arbitrary<String> names(int min) {
    return Arbitraries.strings()
        .withChars("aZ9:/*\"\\ \n\u0000é漢")
        .ofMinLength(min)
        .ofMaxLength(80);
  }

  private static Arbitrary<JsonObject> small() {
    return Arbitraries.of("7", "x").map(id -> Json.createObjectBuilder().add("id", id).build());
  }

  private static Arbitrary<Content> contents() {
    return Arbitraries.oneOf(
        values(3).map(Content.OfJson::new),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(30).map(Content.OfBytes::new));
  }

  private static Arbitrary<JsonObject> objects() {
    return values(2)
        .map(value -> Json.createObjectBuilder().add("a", value).add("é", value).build());
  }

  private static Arbitrary<JsonValue> values(int depth) {
    Arbitrary<JsonValue> scalars =
        Arbitraries.oneOf(
            names(0).map(Json::createValue),
            Arbitraries.integers().map(Json::createValue),
            Arbitraries.bigDecimals().map(Json::createValue),
            Arbitraries.of(JsonValue.TRUE, JsonValue.FALSE, JsonValue.NULL));
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<JsonValue> arrays =
        values(depth - 1).list().ofMaxSize(3).map(SerializerPropertiesTest::array);
    Arbitrary<JsonValue> objects =
        Arbitraries.maps(names(0), values(depth - 1))
            .ofMaxSize(3)
            .map(SerializerPropertiesTest::object);
    return Arbitraries.oneOf(scalars, arrays, objects);
  }

  private static JsonValue array(List<JsonValue> values) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    values.forEach(array::add);
    return array.build();
  }

  private static JsonValue object(Map<String, JsonValue> fields) {
    JsonObjectBuilder object = Json.createObjectBuilder();
    fields.forEach(object::add);
    return object.build();
  }
}
