package dev.minibaas.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minibaas.edge.policy.Window;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalCountersTest {
  private static final List<Window> MINUTE_AND_HOUR = List.of(Window.MINUTE, Window.HOUR);

  /** A full hour. */
  private static final long NOON = 1_800_000_000_000L / 3_600_000 * 3_600_000;

  @Test
  void requests_are_counted_in_every_window() {
    Counters counters = new LocalCounters(MINUTE_AND_HOUR, new int[] {3, 10});
    assertThat(counters.take("a", NOON).remaining()).containsExactly(2, 9);
    assertThat(counters.take("a", NOON + 1).remaining()).containsExactly(1, 8);
    assertThat(counters.take("b", NOON + 1).remaining()).containsExactly(2, 9);
  }

  @Test
  void a_full_window_refuses_without_counting_further() {
    Counters counters = new LocalCounters(MINUTE_AND_HOUR, new int[] {2, 10});
    counters.take("a", NOON);
    assertThat(counters.take("a", NOON).full()).isEqualTo(-1);
    for (int i = 0; i < 5; i++) {
      Usage refused = counters.take("a", NOON + 59_999);
      assertThat(refused.full()).isZero();
      assertThat(refused.remaining()).containsExactly(0, 8);
    }
  }

  @Test
  void a_window_begins_with_the_calendar_s_minute_not_with_the_first_request() {
    Counters counters = new LocalCounters(MINUTE_AND_HOUR, new int[] {1, 10});
    assertThat(counters.take("a", NOON + 59_999).full()).isEqualTo(-1);
    assertThat(counters.take("a", NOON + 59_999).full()).isZero();
    assertThat(counters.take("a", NOON + 60_000).full()).isEqualTo(-1);
  }

  @Test
  void the_hour_goes_on_when_the_minute_begins_anew() {
    Counters counters = new LocalCounters(MINUTE_AND_HOUR, new int[] {2, 3});
    for (int minute = 0; minute < 3; minute++) {
      assertThat(counters.take("a", NOON + minute * 60_000L).full()).isEqualTo(-1);
    }
    Usage refused = counters.take("a", NOON + 3 * 60_000L);
    assertThat(refused.full()).isEqualTo(1);
    assertThat(refused.remaining()).containsExactly(2, 0);
    assertThat(counters.take("a", NOON + 3_600_000).full()).isEqualTo(-1);
  }

  @Test
  void clients_of_a_past_hour_are_forgotten() {
    LocalCounters counters = new LocalCounters(MINUTE_AND_HOUR, new int[] {1, 1});
    IntStream.range(0, 500).forEach(i -> counters.take("old" + i, NOON));
    counters.take("new", NOON + 3_600_000);
    assertThat(counters.size()).isEqualTo(1);
  }

  @Test
  void memory_is_bounded_and_a_refused_client_stays_refused() {
    LocalCounters counters = new LocalCounters(MINUTE_AND_HOUR, new int[] {2, 2}, 1_000);
    counters.take("greedy", NOON);
    counters.take("greedy", NOON);
    IntStream.range(0, 10_000).forEach(i -> counters.take("c" + i, NOON));
    assertThat(counters.size()).isLessThanOrEqualTo(1_000);
    assertThat(counters.take("greedy", NOON).full()).isEqualTo(1);
  }

  @Test
  void concurrent_requests_never_exceed_the_limit() throws Exception {
    LocalCounters counters = new LocalCounters(MINUTE_AND_HOUR, new int[] {1_000, 5_000});
    Callable<Long> work =
        () -> IntStream.range(0, 1_000).filter(i -> counters.take("a", NOON).full() < 0).count();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      long passed = 0;
      for (Future<Long> done : threads.invokeAll(List.of(work, work, work, work))) {
        passed += done.get();
      }
      assertThat(passed).isEqualTo(1_000);
    }
  }
}
