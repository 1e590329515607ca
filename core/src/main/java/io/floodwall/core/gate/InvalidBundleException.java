package io.floodwall.core.gate;

import java.util.List;

/** A bundle that must not govern: every problem found, each with its place. */
public final class InvalidBundleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InvalidBundleException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, one line each. */
  public List<String> problems() {
    return problems;
  }
}
