package dev.minibaas.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HistogramTest {
  @Test
  void percentilesAreRightWithinThreePercent() {
    var histogram = new Histogram();
    for (int micros = 1; micros <= 100_000; micros++) {
      histogram.add(micros * 1000L);
    }

    assertThat(histogram.micros(0.5)).isCloseTo(50_000, within(1_600L));
    assertThat(histogram.micros(0.99)).isCloseTo(99_000, within(3_100L));
  }

  @Test
  void anEmptyOneHasNoPercentiles() {
    assertThat(new Histogram().micros(0.99)).isZero();
  }
}
