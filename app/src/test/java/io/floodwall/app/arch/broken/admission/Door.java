package io.floodwall.app.arch.broken.admission;

import io.floodwall.app.arch.broken.gate.Judge;

/** Knows its neighbour. */
public final class Door {
  public static String neighbour() {
    return Judge.neighbour();
  }

  private Door() {}
}
