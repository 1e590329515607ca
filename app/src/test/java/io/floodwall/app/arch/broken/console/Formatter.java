package io.floodwall.app.arch.broken.console;

import io.floodwall.app.arch.broken.app.Tool;

/** A formatter that cannot be installed alone. */
final class Formatter {
  static String neighbour() {
    return Tool.neighbour();
  }

  private Formatter() {}
}
