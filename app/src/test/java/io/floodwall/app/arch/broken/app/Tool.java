package io.floodwall.app.arch.broken.app;

/** What no stream may know. */
public final class Tool {
  public static String neighbour() {
    return "";
  }

  private Tool() {}
}
