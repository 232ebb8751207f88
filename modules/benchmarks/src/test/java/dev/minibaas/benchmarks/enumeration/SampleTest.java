package dev.minibaas.benchmarks.enumeration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void welchsTOfAWorkedExample() {
    // unequal variances and sizes: means 20.82 and 23.71, t = -2.89
    Sample one =
        new Sample(
            new double[] {
              27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7,
              21.4
            });
    Sample other =
        new Sample(
            new double[] {
              27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5,
              24.5
            });

    assertThat(one.mean()).isCloseTo(20.82, within(0.005));
    assertThat(one.variance()).isCloseTo(7.94, within(0.3));
    assertThat(Sample.t(one, other)).isCloseTo(-2.85, within(0.1));
    assertThat(Sample.t(one, one)).isZero();
  }

  @Test
  void theSlowestCanBeLeftOut() {
    Sample one = new Sample(new double[] {1, 2, 3, 100});
    Sample other = new Sample(new double[] {1, 2, 3, 4});

    double bound = Sample.quantile(one, other, 0.8);
    assertThat(bound).isEqualTo(3);
    assertThat(one.below(bound).times()).containsExactly(1, 2, 3);
  }
}
