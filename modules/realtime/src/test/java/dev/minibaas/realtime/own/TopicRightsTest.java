package dev.minibaas.realtime.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.platform.caller.Caller;
import dev.minibaas.realtime.topic.Topic;
import dev.minibaas.realtime.topic.TopicPattern;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicRightsTest {
  @Test
  void withoutClaimsEverythingMayBeReadAndNothingPublished() {
    TopicRights rights = user(Map.of());
    assertThat(rights.maySubscribe(TopicPattern.parse("**"))).isTrue();
    assertThat(rights.maySubscribe(TopicPattern.parse("pg/orders/*"))).isTrue();
    assertThat(publishes(rights, "chat/general")).isFalse();
  }

  @Test
  void namespacesHoldForBoth() {
    TopicRights rights = user(Map.of("namespaces", List.of("chat"), "can_publish", true));
    assertThat(publishes(rights, "chat/general")).isTrue();
    assertThat(publishes(rights, "chats/general")).isFalse();
    assertThat(rights.maySubscribe(TopicPattern.parse("chat/"))).isTrue();
    assertThat(rights.maySubscribe(TopicPattern.parse("pg/orders/*"))).isFalse();
    assertThat(rights.maySubscribe(TopicPattern.parse("*/general"))).isFalse();
    assertThat(rights.maySubscribe(TopicPattern.parse("**"))).isFalse();
  }

  @Test
  void anEmptyListAndAStarMeanAll() {
    for (List<String> all : List.of(List.<String>of(), List.of("a", "*"))) {
      assertThat(user(Map.of("namespaces", all)).maySubscribe(TopicPattern.parse("**"))).isTrue();
    }
  }

  @Test
  void malformedClaimsGiveNothing() {
    TopicRights rights = user(Map.of("namespaces", "chat", "can_publish", "true"));
    assertThat(rights.maySubscribe(TopicPattern.parse("chat/general"))).isFalse();
    assertThat(publishes(rights, "chat/general")).isFalse();
    TopicRights numbers = user(Map.of("namespaces", List.of(1), "can_publish", true));
    assertThat(publishes(numbers, "1/a")).isFalse();
    assertThat(user(Map.of("can_subscribe", "yes")).maySubscribe(TopicPattern.parse("a")))
        .isFalse();
  }

  @Test
  void readingMayBeTakenAway() {
    TopicRights rights = user(Map.of("can_subscribe", false, "can_publish", true));
    assertThat(rights.maySubscribe(TopicPattern.parse("chat/general"))).isFalse();
    assertThat(publishes(rights, "chat/general")).isTrue();
  }

  @Test
  void anonymousNeverPublishes() {
    var anonymous = Caller.ofClaims(Map.of("can_publish", true), Caller.ANON, null);
    assertThat(publishes(TopicRights.of(anonymous), "chat/general")).isFalse();
  }

  @Test
  void theServicePublishesEverywhereButWhereDatabasesDo() {
    var claims = Map.<String, Object>of("can_publish", false, "namespaces", List.of("x"));
    TopicRights rights = TopicRights.of(Caller.ofClaims(claims, Caller.SERVICE_ROLE, null));
    assertThat(publishes(rights, "chat/general")).isTrue();
    assertThat(publishes(rights, "pg/orders/inserted")).isFalse();
    assertThat(publishes(rights, "mongo/orders/inserted")).isFalse();
  }

  private static TopicRights user(Map<String, Object> claims) {
    return TopicRights.of(Caller.ofClaims(claims, Caller.AUTHENTICATED, "token"));
  }

  private static boolean publishes(TopicRights rights, String topic) {
    return rights.mayPublish(Topic.of(topic));
  }
}
