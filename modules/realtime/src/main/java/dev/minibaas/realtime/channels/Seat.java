package dev.minibaas.realtime.channels;

import dev.minibaas.realtime.access.Bearer;
import dev.minibaas.realtime.phoenix.JoinPayload;
import dev.minibaas.realtime.socket.Allowance;
import java.util.UUID;

/** A client in a channel, as its conversation sees it. For one thread at a time. */
final class Seat {
  private final Member member;
  private final JoinPayload join;
  private final ChangesFeed feed;
  private final String presenceKey;
  private final Allowance presenceCalls;
  private Bearer bearer;

  Seat(Member member, JoinPayload join, Bearer bearer, ChangesFeed feed, PhoenixParts parts) {
    this.member = member;
    this.join = join;
    this.bearer = bearer;
    this.feed = feed;
    String key = join.presence().key();
    this.presenceKey = key.isEmpty() ? UUID.randomUUID().toString() : key;
    PhoenixLimits limits = parts.limits();
    this.presenceCalls =
        new Allowance(parts.clock(), limits.presenceCalls(), limits.presenceWindow());
  }

  Member member() {
    return member;
  }

  JoinPayload join() {
    return join;
  }

  ChangesFeed feed() {
    return feed;
  }

  String presenceKey() {
    return presenceKey;
  }

  Bearer bearer() {
    return bearer;
  }

  void renew(Bearer now) {
    bearer = now;
  }

  boolean mayCallPresence() {
    return presenceCalls.take();
  }
}
