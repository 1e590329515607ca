package io.floodwall.app.chaos;

/**
 * Something bad that is done to a wall under load, and undone.
 *
 * @param app the application whose work it interrupts
 * @param what what exactly it is done to
 * @param isAbrupt whether the application cannot finish what it has in hand
 * @param strike does it; when this returns it is done
 * @param heal does what an operator, a supervisor or time would do next
 * @param tidy puts the wall back as it was, once the recovery was measured
 */
record Fault(
    FaultKind kind,
    String app,
    String what,
    boolean isAbrupt,
    Runnable strike,
    Runnable heal,
    Runnable tidy) {}
