package io.floodwall.app.doctor;

import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.QuorumInfo;

/**
 * Whether this machine's clock and the cluster's agree.
 *
 * <p>Nothing is written: the active controller reports its own replica as caught up at the moment
 * it answers, by its clock. Half the time the question took is how much the difference may be off.
 */
final class ClockCheck implements Check {
  private static final long SKEW_MAX_MS = 1_000;

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public List<Finding> look(Patient patient) {
    var cluster = patient.wall().cluster();
    long before = patient.clock().millis();
    QuorumInfo quorum = cluster.get(cluster.admin().describeMetadataQuorum().quorumInfo());
    long after = patient.clock().millis();
    OptionalLong theirs =
        quorum.voters().stream()
            .filter(voter -> voter.replicaId() == quorum.leaderId())
            .map(QuorumInfo.ReplicaState::lastCaughtUpTimestamp)
            .findFirst()
            .orElse(OptionalLong.empty());
    String subject = "controller " + quorum.leaderId();
    if (theirs.isEmpty()) {
      return List.of(
          Finding.info(name(), subject, "tells no time", "the clocks could not be compared"));
    }
    long offMs = (after - before + 1) / 2;
    long skewMs = theirs.getAsLong() - (before + offMs);
    return List.of(compared(subject, skewMs, offMs));
  }

  private Finding compared(String subject, long skewMs, long offMs) {
    if (Math.abs(skewMs) - offMs <= SKEW_MAX_MS) {
      return Finding.ok(name(), subject, "within " + (SKEW_MAX_MS / 1_000) + " s of this machine");
    }
    return new Finding(
        name(),
        Severity.WARNING,
        subject,
        Math.abs(skewMs)
            + " ms "
            + (skewMs > 0 ? "ahead of" : "behind")
            + " this machine (+-"
            + offMs
            + ")",
        "at most " + SKEW_MAX_MS + " ms",
        "deadlines, jails and retry-after are told in the broker's time and read in that of a"
            + " client",
        "timedatectl set-ntp true");
  }
}
