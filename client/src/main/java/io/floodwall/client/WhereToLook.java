package io.floodwall.client;

/** What is said of an intent that nobody answered in time. */
final class WhereToLook {
  private WhereToLook() {}

  static String of(Fate fate, String intentsTopic, long watchedMs) {
    if (fate.place() == null) {
      return "Kafka did not acknowledge it within "
          + watchedMs
          + " ms, so it may or may not lie on "
          + intentsTopic
          + "; to propose it again with the same id is safe";
    }
    String known =
        switch (fate.step()) {
          case WAITING -> "it is in the waiting room";
          case IN_FORCE -> "it is admitted and in force, and no deployer has reported on it";
          case ATTEMPTED -> "a deployer has started, and not reported how it ended";
          case DECIDED -> "it is decided, and its ledger entry is not committed yet";
          default -> "it is not answered";
        };
    return known
        + " after "
        + watchedMs
        + " ms; it lies on "
        + intentsTopic
        + " at "
        + (fate.duplicateOf() == null ? fate.place() : fate.duplicateOf())
        + "; propose it again with the same id to go on watching";
  }
}
