package dev.minibaas.realtime.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.realtime.change.Position;
import dev.minibaas.realtime.filter.EventFilter;
import dev.minibaas.realtime.hub.TopicEvent;
import dev.minibaas.realtime.own.Subscription.Overflow;
import dev.minibaas.realtime.phoenix.Frame;
import dev.minibaas.realtime.socket.Outbox;
import dev.minibaas.realtime.topic.TopicPattern;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubscriberTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final Box box = new Box(2);
  private long nanos;

  /** Holds so many events until it is emptied. */
  private static final class Box implements Outbox {
    private final int room;
    private final Deque<Supplier<Frame>> events = new ArrayDeque<>();
    private final Deque<Runnable> losses = new ArrayDeque<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private int closed;

    Box(int room) {
      this.room = room;
    }

    @Override
    public boolean offer(Supplier<Frame> event) {
      return events.size() < room && events.add(event);
    }

    @Override
    public void offerDroppingOldest(Supplier<Frame> event, Runnable dropped) {
      if (events.size() == room) {
        events.removeFirst();
        losses.removeFirst().run();
      }
      events.add(event);
      losses.add(dropped);
    }

    @Override
    public void whenRoom(Runnable then) {
      waiting.add(then);
    }

    @Override
    public void tell(Frame frame) {
      told.add(((Frame.Text) frame).text());
    }

    @Override
    public void close(int code, String reason) {
      closed = code;
    }

    @Override
    public boolean isClosed() {
      return closed != 0;
    }

    /** What was sent; there is room again. */
    List<String> sent() {
      List<String> sent =
          events.stream().map(Supplier::get).map(frame -> ((Frame.Text) frame).text()).toList();
      events.clear();
      losses.clear();
      List.copyOf(waiting).forEach(Runnable::run);
      waiting.clear();
      return sent;
    }
  }

  private Subscriber subscriber(Overflow overflow, @Nullable Integer rate) {
    var subscription =
        new Subscription("s", TopicPattern.parse("a/b"), EventFilter.NONE, overflow, null, rate);
    return new Subscriber(subscription, box, () -> nanos);
  }

  private static Position at(int n) {
    return Position.ofChange(n, 2);
  }

  private static TopicEvent event(int n) {
    return new TopicEvent(new UUID(0, 1), "a/b", "e", n, NOW, at(n), () -> "[null]");
  }

  private static String gap(int after, int until) {
    return "{\"type\":\"GAP\",\"sub_id\":\"s\",\"after\":\"%s\",\"until\":\"%s\"}"
        .formatted(at(after), at(until));
  }

  @Test
  void an_event_is_written_as_the_contract_has_it() {
    assertThat(subscriber(Overflow.CATCH_UP, null).event(event(3))).isTrue();
    assertThat(box.sent())
        .containsExactly(
            ("{'type':'EVENT','sub_id':'s','event':{'event_id':'00000000-0000-0000-0000-000000000001',"
                    + "'topic':'a/b','event_type':'e','sequence':3,'timestamp':'2026-01-02T03:04:05Z',"
                    + "'position':'p3','payload':[null]}}")
                .replace('\'', '"')
                .replace("p3", at(3).toString()));
  }

  @Test
  void where_it_begins_is_told_and_a_gap_begins_there() {
    Subscriber subscriber = subscriber(Overflow.DROP_OLDEST, null);
    subscriber.began(4, at(1));
    assertThat(box.told)
        .containsExactly(
            "{\"type\":\"SUBSCRIBED\",\"sub_id\":\"s\",\"seq\":4,\"position\":\"%s\"}"
                .formatted(at(1)));
    box.told.clear();
    for (int n = 2; n <= 4; n++) {
      subscriber.event(event(n));
    }
    assertThat(box.sent()).hasSize(2);
    assertThat(box.told).containsExactly(gap(1, 2));
  }

  @Test
  void who_catches_up_takes_no_more_than_fits() {
    Subscriber subscriber = subscriber(Overflow.CATCH_UP, null);
    assertThat(subscriber.event(event(1))).isTrue();
    assertThat(subscriber.event(event(2))).isTrue();
    assertThat(subscriber.event(event(3))).isFalse();
    assertThat(box.sent()).hasSize(2);
    assertThat(subscriber.event(event(3))).isTrue();
    assertThat(box.told).isEmpty();
  }

  @Test
  void the_newest_that_are_dropped_are_one_gap() {
    Subscriber subscriber = subscriber(Overflow.DROP_NEWEST, null);
    for (int n = 1; n <= 5; n++) {
      assertThat(subscriber.event(event(n))).isTrue();
    }
    assertThat(box.sent()).hasSize(2);
    assertThat(box.told).containsExactly(gap(2, 5));
    subscriber.event(event(6));
    assertThat(box.sent()).hasSize(1);
    assertThat(box.told).hasSize(1);
  }

  @Test
  void the_oldest_that_are_dropped_are_one_gap() {
    Subscriber subscriber = subscriber(Overflow.DROP_OLDEST, null);
    for (int n = 1; n <= 5; n++) {
      assertThat(subscriber.event(event(n))).isTrue();
    }
    assertThat(box.sent()).hasSize(2).last().asString().contains("\"sequence\":5");
    String gap = "{\"type\":\"GAP\",\"sub_id\":\"s\",\"after\":null,\"until\":\"" + at(3) + "\"}";
    assertThat(box.told).containsExactly(gap);
  }

  @Test
  void who_wants_to_be_disconnected_is() {
    Subscriber subscriber = subscriber(Overflow.DISCONNECT, null);
    for (int n = 1; n <= 3; n++) {
      assertThat(subscriber.event(event(n))).isTrue();
    }
    assertThat(box.closed).isEqualTo(1013);
  }

  @Test
  void a_rate_holds_events_back_for_the_second() {
    Subscriber subscriber = subscriber(Overflow.CATCH_UP, 1);
    assertThat(subscriber.event(event(1))).isTrue();
    assertThat(subscriber.event(event(2))).isFalse();
    nanos += 1_000_000_000L;
    assertThat(subscriber.event(event(2))).isTrue();
  }

  @Test
  void a_gap_is_told_and_what_follows_on_it_comes() {
    Subscriber subscriber = subscriber(Overflow.CATCH_UP, null);
    subscriber.gap(at(1), at(7));
    assertThat(box.told).containsExactly(gap(1, 7));
    assertThat(subscriber.event(event(8))).isTrue();
    assertThat(box.sent()).hasSize(1);
    subscriber.stop();
    assertThat(subscriber.event(event(9))).isTrue();
    assertThat(box.sent()).isEmpty();
  }
}
