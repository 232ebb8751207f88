package dev.minibaas.realtime.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServedTimeTest {
  private long now = 1_000;
  private final ServedTime time = new ServedTime(100, () -> now);

  @Test
  void goesOnWithTheClock() {
    tickAfter(100);
    tickAfter(60);
    assertThat(time.getAsLong()).isEqualTo(160);
  }

  @Test
  void whatTheProcessWasStoppedForDoesNotCount() {
    tickAfter(100);
    tickAfter(70_000);
    tickAfter(100);
    assertThat(time.getAsLong()).isEqualTo(300);
  }

  private void tickAfter(long nanos) {
    now += nanos;
    time.tick();
  }
}
