package dev.minibaas.benchmarks.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.minibaas.benchmarks.heap.Line.Point;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineTest {
  @Test
  void pointsOnALineGiveItsSlopeWithoutError() {
    List<Point> points =
        IntStream.range(0, 8).mapToObj(x -> new Point(x * 1e5, 50_000 + 3e-3 * x * 1e5)).toList();

    Line line = Line.through(points);

    assertThat(line.slope()).isCloseTo(3e-3, within(1e-12));
    assertThat(line.error()).isCloseTo(0, within(1e-9));
  }

  @Test
  void theErrorTellsHowFarPointsAreOff() {
    Line line =
        Line.through(List.of(new Point(0, 1), new Point(1, -1), new Point(2, -1), new Point(3, 1)));

    assertThat(line.slope()).isZero();
    // residue 4, two degrees of freedom, spread 5
    assertThat(line.error()).isCloseTo(Math.sqrt(0.4), within(1e-12));
  }

  @Test
  void twoPointsAreTooFew() {
    assertThatThrownBy(() -> Line.through(List.of(new Point(0, 1), new Point(1, 1))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void threeBytesLeftBehindByEachRequestAreASlopeAndOneIsNone() {
    assertThat(HeapBenchmark.verdict(growing(3))).contains("2.86 ± 0.00 MiB").endsWith("MISSED");
    assertThat(HeapBenchmark.verdict(growing(1))).endsWith("no slope, met");
    assertThat(HeapBenchmark.verdict(growing(-5))).endsWith("no slope, met");
  }

  private static List<Point> growing(int bytesPerRequest) {
    return IntStream.rangeClosed(2, 10)
        .mapToObj(i -> new Point(i * 1e5, 60_000 + i * 1e5 * bytesPerRequest / 1024))
        .toList();
  }
}
