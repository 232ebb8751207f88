package dev.minibaas.realtime.phoenix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.phoenix.InvalidFrame.Reason;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of clients are what realtime-js 2.109.0 made of these messages. */
class SerializerTest {
  private static final Outgoing.Broadcast MOVE =
      new Outgoing.Broadcast(
          "realtime:room", "move", new Content.OfJson(JsonReader.read("{\"x\":1}")), null);

  @Test
  void reads_a_json_broadcast_of_the_published_client() {
    assertThat(read("0301010d04000131327265616c74696d653a726f6f6d6d6f76657b2278223a317d"))
        .isEqualTo(
            new Push.Broadcast(
                "1",
                "2",
                "realtime:room",
                "move",
                null,
                new Content.OfJson(JsonReader.read("{\"x\":1}"))));
  }

  @Test
  void reads_a_binary_broadcast_of_the_published_client() {
    assertThat(read("0301010d03000031337265616c74696d653a726f6f6d72617700ff07"))
        .isEqualTo(
            new Push.Broadcast(
                "1",
                "3",
                "realtime:room",
                "raw",
                null,
                new Content.OfBytes(new byte[] {0, (byte) 255, 7})));
  }

  @Test
  void reads_metadata_and_empty_references() {
    assertThat(read("0300000a010a017265616c74696d653a61657b226964223a2278227d7b7d"))
        .isEqualTo(
            new Push.Broadcast(
                null,
                null,
                "realtime:a",
                "e",
                JsonReader.read("{\"id\":\"x\"}"),
                new Content.OfJson(JsonReader.read("{}"))));
  }

  @Test
  void both_forms_of_text_are_the_same_message() {
    Push expected =
        new Push.Event("1", "2", "realtime:room", "phx_join", object("{\"config\":{}}"));
    assertThat(Serializer.V2.read("[\"1\",\"2\",\"realtime:room\",\"phx_join\",{\"config\":{}}]"))
        .isEqualTo(expected);
    assertThat(
            Serializer.V1.read(
                "{\"topic\":\"realtime:room\",\"event\":\"phx_join\",\"payload\":{\"config\":{}},"
                    + "\"ref\":\"2\",\"join_ref\":\"1\"}"))
        .isEqualTo(expected);
  }

  @Test
  void a_broadcast_to_the_newer_client_is_a_frame_of_kind_four() {
    assertThat(HexFormat.of().formatHex(binary(MOVE)))
        .isEqualTo("040d0400017265616c74696d653a726f6f6d6d6f76657b2278223a317d");
    var replayed =
        new Outgoing.Broadcast(
            "a", "e", new Content.OfBytes(new byte[] {9}), object("{\"id\":\"7\"}"));
    assertThat(HexFormat.of().formatHex(binary(replayed)))
        .isEqualTo("0401010a0061657b226964223a2237227d09");
  }

  @Test
  void a_broadcast_to_the_older_client_is_an_object() {
    assertThat(Serializer.V1.write(MOVE))
        .contains(
            new Frame.Text(
                "{\"topic\":\"realtime:room\",\"event\":\"broadcast\",\"payload\":{\"type\":"
                    + "\"broadcast\",\"event\":\"move\",\"payload\":{\"x\":1}},\"ref\":null,"
                    + "\"join_ref\":null}"));
  }

  @Test
  void bytes_are_nothing_that_the_older_client_can_be_told() {
    var bytes = new Outgoing.Broadcast("a", "e", new Content.OfBytes(new byte[] {1}), null);
    assertThat(Serializer.V1.write(bytes)).isEmpty();
  }

  @Test
  void a_name_of_more_than_255_bytes_goes_as_text() {
    String name = "é".repeat(128);
    var broadcast =
        new Outgoing.Broadcast(name, "e", new Content.OfJson(JsonReader.read("1")), null);
    assertThat(Serializer.V2.write(broadcast))
        .contains(
            new Frame.Text(
                "[null,null,\""
                    + name
                    + "\",\"broadcast\",{\"type\":\"broadcast\",\"event\":\"e\",\"payload\":1}]"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', TRUNCATED",
    "04, UNKNOWN_KIND",
    "00, UNKNOWN_KIND",
    "03, TRUNCATED",
    "030000000000, TRUNCATED",
    "0300000500000161, TRUNCATED",
    "03000001000001ff, NOT_UTF8",
    "03000001000002617b7d, UNKNOWN_ENCODING",
    "03000001000001617b, NOT_JSON_PAYLOAD",
    "0300000100000161, NOT_JSON_PAYLOAD",
    "03000001000101617b7b7d, NOT_JSON_PAYLOAD",
  })
  void binary_junk_is_refused_with_its_reason(String hex, Reason reason) {
    assertThatThrownBy(() -> read(hex))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidFrame.class))
        .extracting(InvalidFrame::reason)
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "V2; junk; NOT_JSON",
        "V2; {}; NOT_A_MESSAGE",
        "V2; [1]; NOT_A_MESSAGE",
        "V2; [\"1\",\"1\",\"t\",\"e\",{},1]; NOT_A_MESSAGE",
        "V2; [1,\"1\",\"t\",\"e\",{}]; WRONG_TYPE",
        "V2; [null,null,5,\"e\",{}]; WRONG_TYPE",
        "V2; [null,null,\"t\",null,{}]; WRONG_TYPE",
        "V2; [null,null,\"t\",\"e\",[]]; NOT_AN_OBJECT",
        "V1; []; NOT_A_MESSAGE",
        "V1; {\"topic\":\"t\",\"event\":\"e\"}; NOT_A_MESSAGE",
        "V1; {\"topic\":\"t\",\"event\":{},\"payload\":{}}; WRONG_TYPE",
        "V1; {\"topic\":\"t\",\"event\":\"e\",\"payload\":\"x\"}; NOT_AN_OBJECT",
        "V1; {\"topic\":\"t\",\"event\":\"e\",\"payload\":{},\"ref\":[]}; WRONG_TYPE",
      })
  void textual_junk_is_refused_with_its_reason(Serializer vsn, String text, Reason reason) {
    assertThatThrownBy(() -> vsn.read(text))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidFrame.class))
        .extracting(InvalidFrame::reason)
        .isEqualTo(reason);
  }

  @Test
  void the_older_form_has_no_binary_frames() {
    assertThatThrownBy(() -> Serializer.V1.read(ByteBuffer.wrap(new byte[] {3})))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidFrame.class))
        .extracting(InvalidFrame::reason)
        .isEqualTo(Reason.NO_BINARY);
  }

  @Test
  void a_client_names_its_form() {
    assertThat(Serializer.of("2.0.0")).contains(Serializer.V2);
    assertThat(Serializer.of("1.0.0")).contains(Serializer.V1);
    assertThat(Serializer.of(null)).contains(Serializer.V1);
    assertThat(Serializer.of("3.0.0")).isEmpty();
  }

  private static Push read(String hex) {
    return Serializer.V2.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  private static byte[] binary(Outgoing message) {
    ByteBuffer bytes = ((Frame.Binary) Serializer.V2.write(message).orElseThrow()).bytes();
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
  }

  private static JsonObject object(String json) {
    return JsonReader.read(json).asJsonObject();
  }
}
