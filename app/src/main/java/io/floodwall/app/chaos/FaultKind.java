package io.floodwall.app.chaos;

import java.util.List;

/** What can be done to a wall, by the names that {@code --faults} takes. */
enum FaultKind {
  /** kill -9 of an application. */
  KILL("kill"),
  /** SIGSTOP past all timeouts, then SIGCONT. */
  PAUSE("pause"),
  /** SIGTERM and a new start. */
  RESTART("restart");

  private final String op;

  FaultKind(String op) {
    this.op = op;
  }

  /** The operation in a history. */
  String op() {
    return op;
  }

  static boolean isOp(String op) {
    return List.of(values()).stream().anyMatch(kind -> kind.op.equals(op));
  }

  @Override
  public String toString() {
    return op;
  }
}
