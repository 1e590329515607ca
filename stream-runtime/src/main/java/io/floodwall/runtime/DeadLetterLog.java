package io.floodwall.runtime;

import io.floodwall.core.Reason;
import io.floodwall.core.intent.PlainText;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Tells of records that could not be used: the first of a reason at once, then one line per {@value
 * #QUIET_MS} ms and reason with how many were not told. Whoever floods a topic with garbage does
 * not flood the log; every record is a dead letter all the same.
 */
public final class DeadLetterLog {
  /** How long a reason is quiet after a line. */
  public static final long QUIET_MS = 10_000;

  private final Logger log;
  private final Map<Reason, Told> told = new EnumMap<>(Reason.class);

  private static final class Told {
    private long atMs;
    private long since;
  }

  public DeadLetterLog(Logger log) {
    this.log = log;
  }

  /** A record at {@code at} could not be used. */
  public void say(Level level, RecordMetadata at, Reason reason, String detail, long nowMs) {
    Told last = told.get(reason);
    if (last != null && nowMs >= last.atMs && nowMs - last.atMs < QUIET_MS) {
      last.since++;
      return;
    }
    long untold = last == null ? 0 : last.since;
    Told now = last == null ? new Told() : last;
    now.atMs = nowMs;
    now.since = 0;
    told.put(reason, now);
    String place = at.topic() + "/" + at.partition() + "/" + at.offset();
    log.atLevel(level)
        .addKeyValue("event", "dead-letter")
        .addKeyValue("place", place)
        .addKeyValue("reason", reason)
        .addKeyValue("untold", untold)
        .log(
            "{} cannot be used, {}: {}{}",
            place,
            reason,
            PlainText.escaped(detail),
            untold == 0 ? "" : "; and " + untold + " more for that reason before it");
  }
}
