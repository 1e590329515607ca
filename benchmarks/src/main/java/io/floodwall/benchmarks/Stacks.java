package io.floodwall.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sampled call stacks, folded into a tree: how many samples were in each method, by callers. */
final class Stacks {
  private final String name;
  private final Map<String, Stacks> callees = new TreeMap<>();
  private long samples;

  Stacks(String name) {
    this.name = name;
  }

  /** Counts one sample, whose outermost caller comes first. */
  void add(List<String> callers) {
    Stacks at = this;
    at.samples++;
    for (String method : callers) {
      at = at.callees.computeIfAbsent(method, Stacks::new);
      at.samples++;
    }
  }

  String name() {
    return name;
  }

  long samples() {
    return samples;
  }

  /** Its callees, the one with the most samples first. */
  List<Stacks> callees() {
    var sorted = new ArrayList<>(callees.values());
    sorted.sort(Comparator.comparingLong(Stacks::samples).reversed());
    return sorted;
  }

  /** How many callers deep it goes where a method has at least {@code least} samples. */
  int depth(long least) {
    return 1
        + callees.values().stream()
            .filter(callee -> callee.samples >= least)
            .mapToInt(callee -> callee.depth(least))
            .max()
            .orElse(0);
  }
}
