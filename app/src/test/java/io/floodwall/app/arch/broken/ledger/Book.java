package io.floodwall.app.arch.broken.ledger;

import io.floodwall.app.arch.broken.app.Tool;

/** Knows its neighbour. */
public final class Book {
  public static String neighbour() {
    return Tool.neighbour();
  }

  private Book() {}
}
