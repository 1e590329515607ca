package io.floodwall.app.chaos;

import io.floodwall.app.chaos.Tally.Fault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The decisions, refusals, entries and heads of one partition, held against each other. */
final class ChainCheck {
  private final int partition;
  private final Tally tally;
  private final TreeMap<Long, Object> decisions = new TreeMap<>(); // number -> payload's hash
  private final Map<Long, Object> ledgered = new HashMap<>();
  private final Map<String, Set<Long>> refusals = new HashMap<>(); // by reason: sources
  private final Map<String, Set<Long>> told = new HashMap<>();
  private final TreeMap<Long, Link> links = new TreeMap<>();
  private @Nullable Head head;

  private record Link(Object prev, Object digest) {}

  private record Head(long size, Object digest, long through) {}

  ChainCheck(int partition, Tally tally) {
    this.partition = partition;
    this.tally = tally;
  }

  void decision(long number, String payload) {
    if (decisions.put(number, Texts.hash(payload)) != null) {
      tally.more(Fault.DUPLICATED, at("decision", number) + " is there twice");
    }
  }

  void refusal(String reason, long source) {
    add(refusals, reason, source);
  }

  void take(Event event) {
    if (event.op().equals("head")) {
      head(event);
    } else {
      entry(event);
    }
  }

  private void head(Event event) {
    var next =
        new Head(event.number("size"), Texts.hash(event.text("digest")), event.number("through"));
    if (head != null && next.size() < head.size()) {
      tally.more(Fault.FORKED, at("head", next.size()) + " goes back from " + head.size());
    }
    head = next;
  }

  private void entry(Event event) {
    long seq = event.number("seq");
    Object prev = Texts.hash(event.text("prev"));
    if (links.put(seq, new Link(prev, Texts.hash(event.text("digest")))) != null) {
      tally.more(Fault.FORKED, at("entry", seq) + " is there twice");
    }
    if (event.has("malformed")) {
      tally.less(Fault.TORN, at("entry", seq) + " does not decode");
    } else if (event.has("decision")) {
      long number = event.number("decision");
      if (ledgered.put(number, Texts.hash(event.text("payload"))) != null) {
        tally.more(Fault.DUPLICATED, at("decision", number) + " has two entries");
      }
    } else if (event.has("refusals")) {
      event
          .fields()
          .path("refusals")
          .properties()
          .forEach(
              range -> range.getValue().forEach(source -> tell(range.getKey(), source.asLong())));
    }
  }

  private void tell(String reason, long source) {
    if (!add(told, reason, source)) {
      tally.more(
          Fault.DUPLICATED,
          partition + ": refusal " + reason + "/" + source + " is ledgered twice");
    }
  }

  private static boolean add(Map<String, Set<Long>> refusals, String reason, long source) {
    return refusals.computeIfAbsent(reason, r -> new HashSet<>()).add(source);
  }

  /** Tells of each refusal of {@code these} that is not among {@code those}. */
  private static void missing(
      Map<String, Set<Long>> these, Map<String, Set<Long>> those, Consumer<String> what) {
    these.forEach(
        (reason, sources) -> {
          Set<Long> others = those.getOrDefault(reason, Set.of());
          for (Long source : sources) {
            if (!others.contains(source)) {
              what.accept(reason + "/" + source);
            }
          }
        });
  }

  void judge() {
    decisions.forEach(
        (number, payload) -> {
          if (!payload.equals(ledgered.get(number))) {
            tally.less(Fault.TORN, at("decision", number) + " has no entry that is it");
          }
        });
    ledgered
        .keySet()
        .forEach(
            number -> {
              if (!decisions.containsKey(number)) {
                tally.more(Fault.TORN, at("decision", number) + " has an entry and is not there");
              }
            });
    missing(
        refusals,
        told,
        refusal -> tally.less(Fault.TORN, partition + ": refusal " + refusal + " has no entry"));
    missing(
        told,
        refusals,
        refusal ->
            tally.more(Fault.TORN, partition + ": an entry for a refusal not given " + refusal));
    if (!decisions.isEmpty() && decisions.lastKey() != decisions.size() - 1) {
      tally.less(Fault.TORN, partition + ": decision numbers have gaps");
    }
    chain();
  }

  private void chain() {
    long next = 0;
    Object digest = null;
    for (var link : links.entrySet()) {
      if (link.getKey() != next) {
        tally.less(Fault.FORKED, at("entry", next) + " is missing");
      } else if (digest != null && !digest.equals(link.getValue().prev())) {
        tally.less(Fault.FORKED, at("entry", next) + " does not link to the one before it");
      }
      next = link.getKey() + 1;
      digest = link.getValue().digest();
    }
    if (links.isEmpty() && head == null) {
      return;
    }
    if (head == null || head.size() < next) {
      tally.less(Fault.TORN, partition + ": the head does not reach the last entry");
    } else if (head.size() > next || !head.digest().equals(digest)) {
      tally.more(Fault.TORN, partition + ": the head has no entry");
    } else if (!decisions.isEmpty() && head.through() != decisions.lastKey()) {
      tally.less(Fault.TORN, partition + ": the head's decisionsThrough is " + head.through());
    }
  }

  private String at(String what, long number) {
    return what + " " + partition + "/" + number;
  }
}
