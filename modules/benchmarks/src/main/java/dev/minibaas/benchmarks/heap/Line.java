package dev.minibaas.benchmarks.heap;

import java.util.List;

/**
 * The straight line that fits points best, by least squares.
 *
 * @param slope how much y rises with one x
 * @param error the slope's standard error
 */
record Line(double slope, double error) {

  /** A point that was measured. */
  record Point(double x, double y) {}

  /**
   * @param points three or more, not all at the same x
   */
  static Line through(List<Point> points) {
    double meanX = points.stream().mapToDouble(Point::x).average().orElse(0);
    double meanY = points.stream().mapToDouble(Point::y).average().orElse(0);
    double spread = points.stream().mapToDouble(p -> (p.x - meanX) * (p.x - meanX)).sum();
    if (points.size() < 3 || spread == 0) {
      throw new IllegalArgumentException(points + " make no line");
    }
    double slope = points.stream().mapToDouble(p -> (p.x - meanX) * (p.y - meanY)).sum() / spread;
    double residue =
        points.stream()
            .mapToDouble(p -> p.y - meanY - slope * (p.x - meanX))
            .map(off -> off * off)
            .sum();
    return new Line(slope, Math.sqrt(residue / (points.size() - 2) / spread));
  }
}
