package io.floodwall.app.chaos;

import io.floodwall.app.chaos.Tally.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges a history and nothing else: every acknowledged intent has to be in the log, every intent
 * has to have exactly one answer, every answer has to be the one that the rules give, every
 * decision has to have exactly one entry, and every chain has to be one chain.
 *
 * <p>It knows nothing of how the wall works and shares no code with it, so that it can be wrong
 * only in its own ways. LESS, MORE and EXACT are meant as in the tests of Kafka's exactly-once
 * streams.
 */
final class Checker {
  private static final long CLOCK_SLACK_MS = 5_000;

  private final Tally tally = new Tally();
  private final Texts texts = new Texts();
  private final Map<String, Submission> submissions = new HashMap<>();
  private final Map<Integer, PartitionCheck> partitions = new TreeMap<>();
  private Door door = new Door(Door.BURST, Door.REFILL, Door.PERIOD_MS);
  private boolean doorIsKnown;

  /** What is known of the sending of one id. */
  static final class Submission {
    private static final int NOWHERE = -1;

    final String id;
    private @Nullable String expected;
    private boolean isInvoked;
    private int invoked; // and did not fail
    private int written;
    private long sentMs = Long.MIN_VALUE / 2;
    private int partition = NOWHERE; // where it was acknowledged
    private long offset;
    private long ackedMs;

    Submission(String id) {
      this.id = id;
    }

    /** Which verdict the rules give; null if nobody has said so. */
    @Nullable String expected() {
      return expected;
    }

    /** It is in the log once more. */
    void isWritten() {
      written++;
    }

    private String place() {
      return partition + "/" + offset;
    }
  }

  private Checker() {}

  /**
   * Reads a history file and judges it.
   *
   * @throws IllegalArgumentException when a line is no event; the message names the line
   */
  static Tally check(Path file) throws IOException {
    var checker = new Checker();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        try {
          checker.take(Event.parse(line));
        } catch (IllegalArgumentException | ArithmeticException e) {
          throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
        }
      }
    }
    return checker.judge();
  }

  private void take(Event event) {
    switch (event.op()) {
      case "run" -> run(event);
      case "submit" -> submit(event);
      case "intent" -> {
        tally.records++;
        in(event).intent(event, submission(event));
      }
      case "position", "waiting", "answer", "entry", "head" -> in(event).take(event);
      case "rolled-back" -> tally.rolledBack += event.number("records");
      case "ended" -> tally.ended++;
      case "finding" -> tally.more(Fault.FORKED, event.text("why"));
      default -> {
        if (FaultKind.of(event.op()).isPresent()) {
          fault(event);
        } // else what somebody notes beside it
      }
    }
  }

  private void run(Event event) {
    if (event.has("burst")) {
      door = new Door(event.number("burst"), event.number("refill"), event.number("periodMs"));
      doorIsKnown = true;
    }
  }

  private Submission submission(Event event) {
    return submissions.computeIfAbsent(event.id(), Submission::new);
  }

  private void submit(Event event) {
    Submission submission = submission(event);
    switch (event.type()) {
      case INVOKE -> {
        submission.isInvoked = true;
        submission.invoked++;
        if (event.has("sentMs")) {
          submission.sentMs = event.number("sentMs");
        }
        if (event.has("expected")) {
          submission.expected = texts.one(event.text("expected"));
        }
      }
      case OK -> {
        tally.acked++;
        submission.partition = event.partition();
        submission.offset = event.number("offset");
        submission.ackedMs = event.has("ackedMs") ? event.number("ackedMs") : Long.MAX_VALUE;
      }
      case FAIL -> {
        submission.isInvoked = true;
        submission.invoked--;
      }
      case INFO -> {
        // it may be in the log and it may not: both are right
      }
    }
  }

  private void fault(Event event) {
    switch (event.type()) {
      case OK -> {
        tally.recovered(event.op(), event.fields().path("recoverySeconds").asDouble());
        tally.together += event.fields().path("together").asInt(1) > 1 ? 1 : 0;
      }
      case FAIL -> tally.unrecovered++;
      case INVOKE ->
          tally.unfinishedMin = Math.min(tally.unfinishedMin, event.number("unfinished"));
      case INFO -> {
        // it struck when nothing was under way: no proof of anything
      }
    }
  }

  /** Whose clock an intent was stamped by: the broker's, between its sending and its ack. */
  private void clock(Submission acked, long appendMs) {
    boolean early = appendMs < acked.sentMs - CLOCK_SLACK_MS;
    if (early || appendMs - CLOCK_SLACK_MS > acked.ackedMs) {
      tally.more(
          Fault.WRONG,
          "intent " + acked.place() + " is stamped " + appendMs + ": not by the broker's clock");
    }
  }

  private PartitionCheck in(Event event) {
    return partitions.computeIfAbsent(event.partition(), p -> new PartitionCheck(p, tally, texts));
  }

  private Tally judge() {
    for (Submission one : submissions.values()) {
      if (one.partition != Submission.NOWHERE) {
        PartitionCheck partition = partitions.get(one.partition);
        if (partition == null || !partition.holds(one.offset)) {
          tally.less(
              Fault.LOST, one.id + " was acknowledged at " + one.place() + " and is not there");
        } else {
          clock(one, partition.appendMs(one.offset));
        }
      }
    }
    partitions.values().forEach(PartitionCheck::countWritten);
    for (Submission one : submissions.values()) {
      if (one.isInvoked && one.written > one.invoked) {
        tally.more(Fault.DUPLICATED, one.id + " is in the log " + one.written + " times");
      }
    }
    for (PartitionCheck partition : partitions.values()) {
      partition.judge(doorIsKnown ? door : null);
    }
    return tally;
  }
}
