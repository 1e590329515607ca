package io.floodwall.runtime;

import java.util.List;

/**
 * How an application is.
 *
 * @param state STARTING, RESTORING, RUNNING, STOPPED or FAILED
 * @param live whether leaving it alone makes sense: false once it has failed
 * @param ready whether it processes records: running, with all state restored
 */
public record Health(
    String app, String state, boolean live, boolean ready, int changelogs, long done, long total) {

  /** Every state there is. */
  static final List<String> STATES =
      List.of("STARTING", "RESTORING", "RUNNING", "STOPPED", "FAILED");

  /** One line of JSON; every text in it is one of our own words. */
  public String json() {
    return "{\"app\":\""
        + app
        + "\",\"state\":\""
        + state
        + "\",\"live\":"
        + live
        + ",\"ready\":"
        + ready
        + ",\"restoring\":{\"changelogs\":"
        + changelogs
        + ",\"done\":"
        + done
        + ",\"total\":"
        + total
        + "}}";
  }
}
