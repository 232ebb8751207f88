package dev.minibaas.realtime.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.own.OwnError.Code;
import dev.minibaas.realtime.own.Subscription.Overflow;
import dev.minibaas.realtime.topic.Topic;
import dev.minibaas.realtime.topic.TopicPattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientMessageTest {
  @Test
  void auth_with_and_without_bearer() {
    assertThat(parse("{'type':'AUTH','token':'a.b.c'}")).isEqualTo(new ClientMessage.Auth("a.b.c"));
    assertThat(parse("{'type':'AUTH','token':'bearer a.b.c'}"))
        .isEqualTo(new ClientMessage.Auth("a.b.c"));
  }

  @Test
  void subscribe_with_everything() {
    assertThat(
            parse(
                "{'type':'SUBSCRIBE','sub_id':'s','topic':'chat/*','filter':{'n':{'eq':1}},"
                    + "'options':{'overflow':'drop_oldest','resume_from':'p1','rate_limit':5}}"))
        .isEqualTo(
            new ClientMessage.Subscribe(
                new Subscription(
                    "s",
                    TopicPattern.parse("chat/*"),
                    EventFilter.parse(JsonReader.read("{\"n\":{\"eq\":1}}").asJsonObject()),
                    Overflow.DROP_OLDEST,
                    "p1",
                    5)));
  }

  @Test
  void subscribe_with_the_least() {
    assertThat(parse("{'type':'SUBSCRIBE','sub_id':'s','topic':'a','filter':null,'options':null}"))
        .isEqualTo(
            new ClientMessage.Subscribe(
                new Subscription(
                    "s",
                    TopicPattern.parse("a"),
                    EventFilter.NONE,
                    Overflow.CATCH_UP,
                    null,
                    null)));
  }

  @Test
  void the_items_of_a_batch_stand_for_themselves() {
    var batch =
        (ClientMessage.SubscribeBatch)
            parse(
                "{'type':'SUBSCRIBE_BATCH','subscriptions':[{'sub_id':'a','topic':'x'},5,"
                    + "{'sub_id':'b','topic':'*x'},{'topic':'x'}]}");
    assertThat(batch.items()).hasSize(4);
    assertThat(batch.items().getFirst()).isInstanceOf(ClientMessage.Wanted.class);
    assertThat(batch.items().subList(1, 4))
        .extracting(item -> ((ClientMessage.Refused) item).error())
        .extracting(error -> error.code() + " " + error.subscription())
        .containsExactly("INVALID_MESSAGE null", "INVALID_TOPIC b", "INVALID_MESSAGE null");
  }

  @Test
  void the_others() {
    assertThat(parse("{'type':'PING'}")).isEqualTo(new ClientMessage.Ping());
    assertThat(parse("{'type':'UNSUBSCRIBE','sub_id':'s'}"))
        .isEqualTo(new ClientMessage.Unsubscribe("s"));
    assertThat(parse("{'type':'PUBLISH','topic':'a/b','event_type':'e','payload':null}"))
        .isEqualTo(
            new ClientMessage.Publish(
                new Publication(
                    Topic.of("a/b"), "e", jakarta.json.JsonValue.NULL, null, null, null)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; INVALID_MESSAGE",
        "junk; INVALID_MESSAGE",
        "[]; INVALID_MESSAGE",
        "{}; INVALID_MESSAGE",
        "{'type':5}; INVALID_MESSAGE",
        "{'type':'auth'}; INVALID_MESSAGE",
        "{'type':'NOPE'}; INVALID_MESSAGE",
        "{'type':'AUTH'}; INVALID_MESSAGE",
        "{'type':'AUTH','token':''}; INVALID_MESSAGE",
        "{'type':'AUTH','token':{}}; INVALID_MESSAGE",
        "{'type':'AUTH','token':'x','y':1}; INVALID_MESSAGE",
        "{'type':'PING','y':1}; INVALID_MESSAGE",
        "{'type':'UNSUBSCRIBE'}; INVALID_MESSAGE",
        "{'type':'UNSUBSCRIBE','sub_id':7}; INVALID_MESSAGE",
        "{'type':'SUBSCRIBE','topic':'a'}; INVALID_MESSAGE",
        "{'type':'SUBSCRIBE','sub_id':'s'}; INVALID_MESSAGE",
        "{'type':'SUBSCRIBE','sub_id':'s','topic':[]}; INVALID_MESSAGE",
        "{'type':'SUBSCRIBE','sub_id':'s','topic':'/'}; INVALID_TOPIC",
        "{'type':'SUBSCRIBE','sub_id':'s','topic':'a*'}; INVALID_TOPIC",
        "{'type':'SUBSCRIBE','sub_id':'s','topic':'a','filter':[]}; INVALID_FILTER",
        "{'type':'SUBSCRIBE','sub_id':'s','topic':'a','filter':{'x':1}}; INVALID_FILTER",
        "{'type':'SUBSCRIBE','sub_id':'s','topic':'a','options':[]}; INVALID_MESSAGE",
        "{'type':'SUBSCRIBE','sub_id':'s','topic':'a','options':{'x':1}}; INVALID_OPTIONS",
        "{'type':'SUBSCRIBE','sub_id':'s','topic':'a','options':{'overflow':'x'}}; INVALID_OPTIONS",
        "{'type':'SUBSCRIBE','sub_id':'s','topic':'a','options':{'rate_limit':0}}; INVALID_OPTIONS",
        "{'type':'SUBSCRIBE','sub_id':'s','topic':'a','options':{'rate_limit':1e999999999}};"
            + " INVALID_OPTIONS",
        "{'type':'SUBSCRIBE','sub_id':'s','topic':'a','options':{'resume_from':5}}; INVALID_OPTIONS",
        "{'type':'SUBSCRIBE_BATCH'}; INVALID_MESSAGE",
        "{'type':'SUBSCRIBE_BATCH','subscriptions':[]}; INVALID_MESSAGE",
        "{'type':'SUBSCRIBE_BATCH','subscriptions':{}}; INVALID_MESSAGE",
        "{'type':'PUBLISH','event_type':'e','payload':1}; INVALID_TOPIC",
        "{'type':'PUBLISH','topic':'','event_type':'e','payload':1}; INVALID_TOPIC",
        "{'type':'PUBLISH','topic':'a/','event_type':'e','payload':1}; INVALID_TOPIC",
        "{'type':'PUBLISH','topic':1,'event_type':'e','payload':1}; INVALID_MESSAGE",
        "{'type':'PUBLISH','topic':'a','payload':1}; INVALID_MESSAGE",
        "{'type':'PUBLISH','topic':'a','event_type':'e'}; INVALID_MESSAGE",
        "{'type':'PUBLISH','topic':'a','event_type':'e','payload':1,'source':{}}; INVALID_MESSAGE",
      })
  void bad_messages_are_refused_with_their_code(String message, Code code) {
    assertThatThrownBy(() -> parse(message))
        .asInstanceOf(InstanceOfAssertFactories.type(OwnError.class))
        .satisfies(error -> assertThat(error.text()).isNotBlank())
        .extracting(OwnError::code)
        .isEqualTo(code);
  }

  @Test
  void a_refused_subscription_is_named() {
    assertThatThrownBy(
            () -> parse("{'type':'SUBSCRIBE','sub_id':'s','topic':'a','options':{'x':1}}"))
        .asInstanceOf(InstanceOfAssertFactories.type(OwnError.class))
        .extracting(OwnError::subscription)
        .isEqualTo("s");
  }

  @Test
  void sizes_are_bounded() {
    assertCode(
        "{'type':'PUBLISH','topic':'a','event_type':'e','payload':'" + "é".repeat(32_768) + "'}",
        Code.PAYLOAD_TOO_LARGE);
    assertThat(
            parse(
                "{'type':'PUBLISH','topic':'a','event_type':'e','payload':'"
                    + "é".repeat(32_767)
                    + "'}"))
        .isInstanceOf(ClientMessage.Publish.class);
    String item = "{'sub_id':'s','topic':'a'}";
    assertCode(
        "{'type':'SUBSCRIBE_BATCH','subscriptions':[" + (item + ",").repeat(200) + item + "]}",
        Code.CAPACITY_EXCEEDED);
    assertCode("{'type':'UNSUBSCRIBE','sub_id':'" + "s".repeat(256) + "'}", Code.INVALID_MESSAGE);
    assertCode("{'type':'AUTH','token':'" + "s".repeat(16_385) + "'}", Code.INVALID_MESSAGE);
    assertCode("[".repeat(100_000), Code.INVALID_MESSAGE);
  }

  @Property(tries = 2000)
  void any_text_is_a_message_or_a_stated_error(@ForAll("texts") String text) {
    try {
      assertThat(ClientMessage.parse(text, Limits.DEFAULT)).isNotNull();
    } catch (OwnError e) {
      assertThat(e.text()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> values =
        Arbitraries.of(
            "null",
            "1",
            "\"\"",
            "\"a\"",
            "{}",
            "[]",
            "[1]",
            "\"a/*\"",
            "true",
            "{\"a\":{\"eq\":1}}",
            "[{\"sub_id\":\"s\",\"topic\":\"a\"}]");
    Arbitrary<String> fields =
        Arbitraries.of(
            "token",
            "sub_id",
            "topic",
            "filter",
            "options",
            "subscriptions",
            "event_type",
            "payload",
            "x");
    Arbitrary<String> types =
        Arbitraries.of("AUTH", "SUBSCRIBE", "SUBSCRIBE_BATCH", "UNSUBSCRIBE", "PUBLISH", "PING");
    Arbitrary<String> pairs =
        net.jqwik.api.Combinators.combine(fields, values)
            .as((field, value) -> ",\"" + field + "\":" + value);
    Arbitrary<String> likely =
        net.jqwik.api.Combinators.combine(types, pairs.list().ofMaxSize(5))
            .as((type, rest) -> "{\"type\":\"" + type + "\"" + String.join("", rest) + "}");
    return Arbitraries.oneOf(likely, Arbitraries.strings());
  }

  private static void assertCode(String message, Code code) {
    assertThatThrownBy(() -> parse(message))
        .asInstanceOf(InstanceOfAssertFactories.type(OwnError.class))
        .extracting(OwnError::code)
        .isEqualTo(code);
  }

  private static ClientMessage parse(String message) {
    return ClientMessage.parse(message.replace('\'', '"'), Limits.DEFAULT);
  }
}
