package io.floodwall.app.chaos;

import java.util.List;

/**
 * Something bad that is done to a wall under load, and undone.
 *
 * @param app the application whose work it interrupts
 * @param what what exactly it is done to
 * @param isAbrupt whether the application cannot finish what it has in hand
 * @param strike does it; when this returns it is done
 * @param heal does what an operator, a supervisor or time would do next
 * @param steps what is done to it next, one after the other, each when the wall goes on in spite of
 *     what was done before
 * @param tidy puts the wall back as it was, once the recovery was measured
 */
record Fault(
    FaultKind kind,
    String app,
    String what,
    boolean isAbrupt,
    Runnable strike,
    Runnable heal,
    List<Runnable> steps,
    Runnable tidy) {
  Fault {
    steps = List.copyOf(steps);
  }
}
