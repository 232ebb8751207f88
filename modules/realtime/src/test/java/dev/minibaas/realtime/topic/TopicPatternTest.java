package dev.minibaas.realtime.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTest {
  @ParameterizedTest
  @CsvSource({
    "chat/room, chat/room, true",
    "chat/room, chat/room/1, false",
    "chat/room, chat, false",
    "chat/, chat/room, true",
    "chat/, chat/room/1, true",
    "chat/, chat, false",
    "chat/, chats/room, false",
    "chat/*, chat/room, true",
    "chat/*, chat, false",
    "chat/*, chat/room/1, false",
    "*/room, chat/room, true",
    "*/*, chat, false",
    "chat/**, chat, true",
    "chat/**, chat/room/1, true",
    "chat/**, chats, false",
    "**, anything/at/all, true",
    "pg/*/inserted, pg/orders/inserted, true",
    "pg/*/inserted, pg/orders/deleted, false",
    "pg/public/orders/*, pg/public/orders/INSERT, true",
    "pg/**/ignored, pg/orders/inserted, true",
    "Chat/room, chat/room, false",
  })
  void matches(String pattern, String topic, boolean expected) {
    assertThat(TopicPattern.parse(pattern).matches(Topic.of(topic))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"chat/room, chat", "chat/, chat", "chat/*, chat", "*/x, *", "**, *", "pg/**, pg"})
  void the_first_segment_is_the_namespace(String pattern, String namespace) {
    assertThat(TopicPattern.parse(pattern).namespace()).isEqualTo(namespace);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a*",
        "a/b*c",
        "***",
        "a/*/",
        "*/*/*/*/*",
        "a\u0000",
        "a\nb",
        "\ud800"
      })
  void what_is_no_pattern_is_refused(String pattern) {
    assertThatThrownBy(() -> TopicPattern.parse(pattern)).isInstanceOf(InvalidTopic.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/", "a/*", "**", "/a"})
  void what_is_no_topic_is_refused(String topic) {
    assertThatThrownBy(() -> Topic.of(topic)).isInstanceOf(InvalidTopic.class);
  }

  @Test
  void length_counts_in_utf8() {
    assertThat(Topic.of("é".repeat(127)).text()).hasSize(127);
    assertThatThrownBy(() -> Topic.of("é".repeat(128))).isInstanceOf(InvalidTopic.class);
    assertThatThrownBy(() -> Topic.of("a/".repeat(16) + "a")).isInstanceOf(InvalidTopic.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "a/", "a//b", "*", "a/*/b", "**", "a/**", "*/**"})
  void what_it_accepts_it_prints_back(String pattern) {
    assertThat(TopicPattern.parse(pattern)).hasToString(pattern);
  }
}
