package dev.minibaas.realtime.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minibaas.realtime.json.JsonReader;
import dev.minibaas.realtime.topic.Topic;
import dev.minibaas.realtime.topic.TopicPattern;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilterTest {
  private static final EventView EVENT =
      new EventView(
          "chat/room",
          "message",
          object("{\"kind\":\"api\",\"id\":\"x\",\"metadata\":{\"a.b\":\"c\"}}"),
          object(
              "{\"n\":1,\"t\":\"x\",\"o\":{\"p\":true},\"z\":null,\"l\":[1],\"topic\":\"own\"}"));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; true",
        "{'n':{'eq':1}}; true",
        "{'n':{'eq':1.0}}; true",
        "{'n':{'eq':10e-1}}; true",
        "{'n':{'eq':'1'}}; false",
        "{'n':{'ne':1.00}}; false",
        "{'n':{'in':[3,2,1]}}; true",
        "{'n':{'in':[3,2]}}; false",
        "{'n':{'eq':1,'ne':2}}; true",
        "{'n':{'eq':1},'t':{'eq':'y'}}; false",
        "{'payload.n':{'eq':1}}; true",
        "{'o.p':{'eq':true}}; true",
        "{'payload.o.p':{'ne':true}}; false",
        "{'absent':{'ne':1}}; true",
        "{'absent':{'eq':null}}; false",
        "{'z':{'eq':null}}; true",
        "{'z':{'ne':null}}; false",
        "{'l':{'eq':1}}; false",
        "{'l':{'ne':1}}; true",
        "{'t.x':{'eq':1}}; false",
        "{'event_type':{'eq':'message'}}; true",
        "{'topic':{'eq':'chat/room'}}; true",
        "{'payload.topic':{'eq':'own'}}; true",
        "{'source.kind':{'in':['api','cdc']}}; true",
        "{'source.id':{'eq':'y'}}; false",
        "{'source.metadata.a.b':{'eq':'c'}}; true",
      })
  void judges(String filter, boolean matches) {
    assertThat(EventFilter.parse(object(filter.replace('\'', '"'))).judge(EVENT))
        .isEqualTo(matches ? Verdict.MATCH : Verdict.NO_MATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':1}",
        "{'a':{}}",
        "{'a':{'gt':1}}",
        "{'a':{'eq':{}}}",
        "{'a':{'eq':[1]}}",
        "{'a':{'in':1}}",
        "{'a':{'in':[]}}",
        "{'a':{'in':[[]]}}",
        "{'':{'eq':1}}",
        "{'a..b':{'eq':1}}",
        "{'source.secret':{'eq':1}}",
        "{'source.metadata.':{'eq':1}}",
      })
  void what_is_no_filter_is_refused(String filter) {
    assertThatThrownBy(() -> EventFilter.parse(object(filter.replace('\'', '"'))))
        .isInstanceOf(InvalidFilter.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void sizes_are_bounded() {
    String values = "1,".repeat(100);
    assertThatThrownBy(() -> EventFilter.parse(object("{\"a\":{\"in\":[" + values + "1]}}")))
        .isInstanceOf(InvalidFilter.class);
    StringBuilder fields = new StringBuilder("\"f\":{\"eq\":1}");
    for (int i = 0; i < 64; i++) {
      fields.append(",\"f").append(i).append("\":{\"eq\":1}");
    }
    assertThatThrownBy(() -> EventFilter.parse(object("{" + fields + "}")))
        .isInstanceOf(InvalidFilter.class);
    assertThatThrownBy(() -> EventFilter.parse(object("{\"" + "a".repeat(257) + "\":{\"eq\":1}}")))
        .isInstanceOf(InvalidFilter.class);
  }

  @Test
  void the_size_of_a_number_costs_nothing() {
    assertThat(EventFilter.parse(object("{\"n\":{\"eq\":1e999999999}}")).judge(EVENT))
        .isEqualTo(Verdict.NO_MATCH);
  }

  @Property(tries = 500)
  void the_index_finds_what_judging_every_subscription_finds(
      @ForAll("filters") List<EventFilter> filters, @ForAll("payloads") String payload) {
    EventView event = new EventView("chat/room", "m", object("{}"), object(payload));
    Topic topic = Topic.of("chat/room");
    var index = new EventIndex<Integer>();
    List<TopicPattern> patterns =
        List.of(
            TopicPattern.parse("chat/room"), TopicPattern.parse("chat/"), TopicPattern.parse("x/"));
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < filters.size(); i++) {
      TopicPattern pattern = patterns.get(i % 3);
      assertThat(index.add(pattern, filters.get(i), i)).isTrue();
      if (pattern.matches(topic) && filters.get(i).judge(event) == Verdict.MATCH) {
        expected.add(i);
      }
    }
    List<Integer> found = new ArrayList<>();
    index.match(topic, event, (id, filter, verdict) -> found.add(id));
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    for (int i = 0; i < filters.size(); i++) {
      assertThat(index.remove(patterns.get(i % 3), filters.get(i), i)).isTrue();
    }
    assertThat(index.patterns()).isZero();
    found.clear();
    assertThat(index.match(topic, event, (id, filter, verdict) -> found.add(id))).isZero();
  }

  @Test
  void others_cost_nothing() {
    assertThat(judgedBeside(10_000)).isEqualTo(judgedBeside(10)).isEqualTo(1);
  }

  private static int judgedBeside(int others) {
    var index = new EventIndex<Integer>();
    for (int i = 1; i <= others; i++) {
      index.add(
          TopicPattern.parse("chat/*"),
          EventFilter.parse(object("{\"n\":{\"in\":[-1," + (i + 1) + "]}}")),
          i);
      index.add(TopicPattern.parse("other/" + i), EventFilter.NONE, i);
      index.add(TopicPattern.parse("chat/room/" + i + "/**"), EventFilter.NONE, i);
    }
    index.add(TopicPattern.parse("chat/*"), EventFilter.parse(object("{\"n\":{\"eq\":1}}")), 0);
    List<Integer> found = new ArrayList<>();
    int judged = index.match(Topic.of("chat/room"), EVENT, (id, filter, verdict) -> found.add(id));
    assertThat(found).containsExactly(0);
    return judged;
  }

  @Provide
  Arbitrary<List<EventFilter>> filters() {
    return Arbitraries.of(
            "{}",
            "{'a':{'eq':1}}",
            "{'a':{'eq':1.0}}",
            "{'a':{'ne':1}}",
            "{'a':{'in':[1,'x']}}",
            "{'b':{'eq':null}}",
            "{'a':{'eq':1},'b':{'ne':2}}",
            "{'b.c':{'eq':true}}",
            "{'topic':{'eq':'chat/room'}}",
            "{'event_type':{'eq':'n'}}")
        .map(text -> EventFilter.parse(object(text.replace('\'', '"'))))
        .list()
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<String> payloads() {
    return Arbitraries.of(
        "{}", "{\"a\":1}", "{\"a\":\"x\",\"b\":null}", "{\"a\":1,\"b\":2}", "{\"b\":{\"c\":true}}");
  }

  private static JsonObject object(String json) {
    return JsonReader.read(json).asJsonObject();
  }
}
