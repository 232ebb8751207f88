package dev.minibaas.benchmarks.enumeration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void welchsTOfAWorkedExample() {
    // means 2 and 5, variances 1 and 20/3: -3 / sqrt(1/3 + 20/12) = -3 / sqrt 2
    Sample one = new Sample(new double[] {1, 2, 3});
    Sample other = new Sample(new double[] {2, 4, 6, 8});

    assertThat(Sample.t(one, other)).isCloseTo(-3 / Math.sqrt(2), within(1e-9));
    assertThat(Sample.t(other, one)).isCloseTo(3 / Math.sqrt(2), within(1e-9));
    assertThat(Sample.t(one, one)).isZero();
  }

  @Test
  void theSlowestCanBeLeftOut() {
    Sample one = new Sample(new double[] {1, 2, 3, 100});
    Sample other = new Sample(new double[] {1, 2, 3, 4});

    double bound = Sample.quantile(one, other, 0.6);
    assertThat(bound).isEqualTo(3);
    assertThat(one.below(bound).times()).containsExactly(1, 2, 3);
  }
}
