package dev.minibaas.benchmarks.enumeration;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Times of one kind of request, in milliseconds. */
record Sample(double[] times) {

  Sample {
    times = times.clone();
  }

  double mean() {
    return Arrays.stream(times).average().orElse(0);
  }

  double variance() {
    double mean = mean();
    return Arrays.stream(times).map(time -> (time - mean) * (time - mean)).sum()
        / Math.max(1, times.length - 1);
  }

  /** Without the times above a bound: pauses of the machine hide small differences. */
  Sample below(double bound) {
    return new Sample(Arrays.stream(times).filter(time -> time <= bound).toArray());
  }

  /** The time that a share of both samples' requests stays below. */
  static double quantile(Sample one, Sample other, double share) {
    double[] sorted =
        DoubleStream.concat(Arrays.stream(one.times), Arrays.stream(other.times))
            .sorted()
            .toArray();
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * share))];
  }

  /** Welch's t of two samples. */
  static double t(Sample one, Sample other) {
    double error =
        Math.sqrt(one.variance() / one.times.length + other.variance() / other.times.length);
    return error == 0 ? 0 : (one.mean() - other.mean()) / error;
  }
}
