package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import java.util.List;

/** The rounds of one figure: the middle one and the extremes. */
record Spread(double median, double min, double max) {

  /** Of at least one value. */
  static Spread of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int upper = sorted.length / 2;
    int lower = (sorted.length - 1) / 2;
    return new Spread((sorted[lower] + sorted[upper]) / 2, sorted[0], sorted[sorted.length - 1]);
  }

  /** As an object, rounded to {@code digits} digits behind the point. */
  ObjectNode json(int digits) {
    return Json.object()
        .put("median", rounded(median, digits))
        .put("min", rounded(min, digits))
        .put("max", rounded(max, digits));
  }

  /** A figure without the digits that mean nothing. */
  static double rounded(double value, int digits) {
    double unit = Math.pow(10, digits);
    return Math.round(value * unit) / unit;
  }
}
