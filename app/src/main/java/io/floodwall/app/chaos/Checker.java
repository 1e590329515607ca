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
  private final Map<String, String> expected = new HashMap<>();
  private final Map<String, Long> invoked = new HashMap<>();
  private final Map<String, Long> sentMs = new HashMap<>();
  private final Map<String, Place> acked = new HashMap<>();
  private final Map<Integer, PartitionCheck> partitions = new TreeMap<>();
  private Door door = new Door(Door.BURST, Door.REFILL, Door.PERIOD_MS);
  private boolean doorIsKnown;

  private record Place(int partition, long offset, long ackedMs) {
    @Override
    public String toString() {
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
        in(event).intent(event);
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

  private void submit(Event event) {
    switch (event.type()) {
      case INVOKE -> {
        invoked.merge(event.id(), 1L, Long::sum);
        if (event.has("sentMs")) {
          sentMs.put(event.id(), event.number("sentMs"));
        }
        if (event.has("expected")) {
          expected.put(event.id(), event.text("expected"));
        }
      }
      case OK -> {
        tally.acked++;
        long ackedMs = event.has("ackedMs") ? event.number("ackedMs") : Long.MAX_VALUE;
        acked.put(event.id(), new Place(event.partition(), event.number("offset"), ackedMs));
      }
      case FAIL -> invoked.merge(event.id(), -1L, Long::sum);
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
  private void clock(String id, Place place, long appendMs) {
    long earliest = sentMs.getOrDefault(id, Long.MIN_VALUE / 2) - CLOCK_SLACK_MS;
    boolean early = appendMs < earliest;
    if (early || appendMs - CLOCK_SLACK_MS > place.ackedMs()) {
      tally.more(
          Fault.WRONG,
          "intent " + place + " is stamped " + appendMs + ": not by the broker's clock");
    }
  }

  private PartitionCheck in(Event event) {
    return partitions.computeIfAbsent(event.partition(), p -> new PartitionCheck(p, tally));
  }

  private Tally judge() {
    acked.forEach(
        (id, place) -> {
          PartitionCheck partition = partitions.get(place.partition());
          if (partition == null || !partition.holds(place.offset())) {
            tally.less(Fault.LOST, id + " was acknowledged at " + place + " and is not there");
          } else {
            clock(id, place, partition.appendMs(place.offset()));
          }
        });
    var written = new HashMap<String, Long>();
    partitions.values().forEach(partition -> partition.countIds(written));
    written.forEach(
        (id, times) -> {
          if (invoked.containsKey(id) && times > invoked.getOrDefault(id, 0L)) {
            tally.more(Fault.DUPLICATED, id + " is in the log " + times + " times");
          }
        });
    for (PartitionCheck partition : partitions.values()) {
      partition.judge(doorIsKnown ? door : null, expected);
    }
    return tally;
  }
}
