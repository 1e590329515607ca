package io.floodwall.app.bench;

import java.util.List;

/**
 * How a cost grows with a size: {@code factor * size^slope}, fitted by least squares over the
 * logarithms. Slope 0 is a cost that does not grow, 1 one that grows as the size does.
 */
record PowerLaw(double factor, double slope) {

  /** One measured point; both are above 0. */
  record Point(double size, double cost) {}

  /** Of at least one point; sizes that do not differ tell no slope, which is 0 then. */
  static PowerLaw through(List<Point> points) {
    double meanX = points.stream().mapToDouble(point -> Math.log(point.size())).average().orElse(0);
    double meanY = points.stream().mapToDouble(point -> Math.log(point.cost())).average().orElse(0);
    double covariance = 0;
    double variance = 0;
    for (Point point : points) {
      double x = Math.log(point.size()) - meanX;
      covariance += x * (Math.log(point.cost()) - meanY);
      variance += x * x;
    }
    double slope = variance == 0 ? 0 : covariance / variance;
    return new PowerLaw(Math.exp(meanY - slope * meanX), slope);
  }

  /** The cost it gives to {@code size}. */
  double at(double size) {
    return factor * Math.pow(size, slope);
  }
}
