package io.floodwall.app.bench;

import java.util.List;

/**
 * How a cost grows with a size: the exponent of the power law that fits best, by least squares over
 * the logarithms. 0 is a cost that does not grow, 1 one that grows as the size does.
 */
final class Slope {
  private Slope() {}

  /** One measured point. */
  record Point(double size, double cost) {}

  /** Of at least two sizes that differ. */
  static double of(List<Point> points) {
    double meanX = points.stream().mapToDouble(point -> Math.log(point.size())).average().orElse(0);
    double meanY = points.stream().mapToDouble(point -> Math.log(point.cost())).average().orElse(0);
    double covariance = 0;
    double variance = 0;
    for (Point point : points) {
      double x = Math.log(point.size()) - meanX;
      covariance += x * (Math.log(point.cost()) - meanY);
      variance += x * x;
    }
    return variance == 0 ? 0 : covariance / variance;
  }
}
