package io.floodwall.app.chaos;

/** Something bad that is done to a wall under load, and undone. */
interface Fault {
  /** What the history calls it. */
  String op();

  /** The application whose work it interrupts. */
  String app();

  /** Whether the target may finish what it has in hand before it goes. */
  default boolean isClean() {
    return false;
  }

  /** Does it; when this returns it is done. */
  void strike();

  /** Does what an operator or a supervisor would do next. */
  void heal();

  /** Puts the wall back as it was, once the recovery was measured. */
  default void tidy() {}
}
