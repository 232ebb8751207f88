package dev.minibaas.realtime.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TopicIndexTest {
  @Property(tries = 500)
  void finds_exactly_the_patterns_that_match(
      @ForAll("patterns") List<TopicPattern> patterns, @ForAll("topics") Topic topic) {
    var next = new AtomicInteger();
    var index = new TopicIndex<Integer>(next::getAndIncrement);
    List<Integer> wanted = new ArrayList<>();
    for (TopicPattern pattern : patterns) {
      Integer value = index.at(pattern);
      if (pattern.matches(topic) && !wanted.contains(value)) {
        wanted.add(value);
      }
    }
    List<Integer> found = new ArrayList<>();
    index.matching(topic, found::add);
    assertThat(found).containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Property(tries = 200)
  void forgets_what_is_removed_and_nothing_else(
      @ForAll("patterns") List<TopicPattern> patterns, @ForAll("topics") Topic topic) {
    var index = new TopicIndex<List<String>>(ArrayList::new);
    patterns.forEach(pattern -> index.at(pattern).add("x"));
    List<TopicPattern> distinct = patterns.stream().distinct().toList();
    assertThat(index.size()).isEqualTo(distinct.size());
    for (int i = 0; i < distinct.size(); i++) {
      index.remove(distinct.get(i));
      index.remove(distinct.get(i));
      assertThat(index.find(distinct.get(i))).isNull();
      assertThat(index.size()).isEqualTo(distinct.size() - i - 1);
      List<List<String>> found = new ArrayList<>();
      index.matching(topic, found::add);
      assertThat(found)
          .hasSize((int) distinct.stream().skip(i + 1).filter(p -> p.matches(topic)).count());
    }
  }

  @Provide
  Arbitrary<List<TopicPattern>> patterns() {
    return Arbitraries.of(
            "a", "a/b", "a/b/c", "b", "a/", "b/", "a/b/", "*", "a/*", "*/b", "*/*", "**", "a/**",
            "*/**", "a/*/c", "a/b/**")
        .map(TopicPattern::parse)
        .list()
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<Topic> topics() {
    return Arbitraries.of("a", "b", "c")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(segments -> Topic.of(String.join("/", segments)));
  }
}
