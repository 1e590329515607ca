package io.floodwall.client;

import io.floodwall.client.OutcomeTail.Place;
import io.floodwall.core.Hash;
import io.floodwall.core.intent.Action;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A deployer as a member of a share group (KIP-932): any member may get any decision.
 *
 * <p>Kafka may deliver a record to two members, one after the other and even at once. The log is
 * the arbiter: a member writes STARTED, reads the outcomes up to its own, and hands the decision
 * out only if that one took effect.
 */
final class ShareDeployerClient implements DeployerClient {
  private static final Duration STEP = Duration.ofMillis(50);
  private static final String GONE = "its deployer ended, or was too slow, before it reported";

  private final ShareWire wire;
  private final Predicate<Action> idempotent;
  private final HandOut.By by;
  private final UnknownOutcomes unknown;
  private final InForce inForce;
  private final OutcomeTail tail;
  private final ShareConsumer<byte[], byte[]> member;
  private final Producer<byte[], byte[]> producer;
  private final Map<Place, Taken> taken = new LinkedHashMap<>();
  private final Queue<Due> reports = new ConcurrentLinkedQueue<>();

  /** A report that is due, and what of. */
  private record Due(Taken taken, HandOut.Report report) {}

  /** What is to be written, and what of. */
  private record Line(Taken taken, Outcome outcome, @Nullable HandOut handOut, @Nullable Due due) {}

  ShareDeployerClient(ShareWire wire, InForce inForce, Predicate<Action> idempotent, Clock clock) {
    this.wire = wire;
    this.idempotent = idempotent;
    this.by = new HandOut.By(wire.name(), clock);
    this.unknown = new UnknownOutcomes(wire.wall(), clock);
    this.inForce = inForce;
    this.tail = new OutcomeTail(wire.wall());
    this.producer = wire.wall().producer(wire.wall().openTimeoutMs());
    this.member = wire.member();
    member.setAcknowledgementCommitCallback(
        (records, failure) -> {
          if (failure != null) {
            records.forEach(
                (partition, offsets) ->
                    offsets.forEach(offset -> forget(new Place(partition.partition(), offset))));
          }
        });
    member.subscribe(List.of(wire.wall().topics().admitted()));
  }

  @Override
  public List<Delivery> poll(int max, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    turn(Duration.ZERO);
    while (true) {
      List<Delivery> next = write(sound(max));
      if (!next.isEmpty() || System.nanoTime() - deadline >= 0) {
        return next;
      }
      turn(STEP);
    }
  }

  /** What is due, unless the ledger is in doubt: then reports are written, and no more. */
  private List<Line> sound(int max) {
    try {
      if (max > 0) {
        inForce.requireSound();
      }
      return lines(max);
    } catch (UntrustedLedgerException e) {
      var unused = write(lines(0));
      throw e;
    }
  }

  /** Says what became of what was taken, takes more, and learns what is in force. */
  private void turn(Duration timeout) {
    acknowledge();
    for (ConsumerRecord<byte[], byte[]> record : member.poll(timeout)) {
      take(record);
    }
    inForce.update();
    tail.readTo(Set.of());
  }

  private void acknowledge() {
    for (Iterator<Taken> all = taken.values().iterator(); all.hasNext(); ) {
      Taken one = all.next();
      if (one.inHand) {
        member.acknowledge(one.record, one.word);
        one.inHand = false;
        if (one.isOver()) {
          all.remove();
        }
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    var place = new Place(record.partition(), record.offset());
    Taken known = taken.get(place);
    if (known != null) {
      known.record = record;
      known.inHand = true;
      return;
    }
    Optional<Admitted> one = Admitted.of(record, wire.wall().codecs());
    if (one.isPresent()) {
      taken.put(place, new Taken(one.get(), record));
    } else {
      member.acknowledge(record, AcknowledgeType.REJECT);
    }
  }

  /** The lock of a record is lost: somebody else gets it, or this member does again. */
  private void forget(Place place) {
    Taken lost = taken.get(place);
    if (lost != null && !lost.handedOut) {
      taken.remove(place);
    }
  }

  /** What is due on the log: reports, and at most {@code max} attempts to start. */
  private List<Line> lines(int max) {
    List<Line> starts = starts(max);
    var lines = new ArrayList<Line>();
    for (Due due = reports.poll(); due != null; due = reports.poll()) {
      lines.add(new Line(due.taken(), due.report().outcome(), null, due));
    }
    lines.addAll(starts);
    return lines;
  }

  private List<Line> starts(int max) {
    var starts = new ArrayList<Line>();
    for (Taken one : taken.values()) {
      boolean asked = starts.size() < max && !one.handedOut && !one.isOver();
      Cleared word = asked ? word(one) : null;
      Line line = word != null && one.inHand ? line(one, word) : null;
      if (line != null) {
        starts.add(line);
      }
    }
    return starts;
  }

  /**
   * Asks for the word on what is held, in hand or on its way back: who stops asking is forgotten.
   */
  private @Nullable Cleared word(Taken one) {
    Cleared word = one.cleared;
    if (word == null) {
      word = inForce.clear(one.admitted).orElse(null);
      one.cleared = word;
    }
    return word;
  }

  private @Nullable Line line(Taken one, Cleared word) {
    Outcome stands = tail.standing(one.admitted.digest());
    if (stands == null) {
      return start(one, word, 1);
    }
    if (stands.result().isSettled() || stands.result() == Result.UNKNOWN) {
      one.word = AcknowledgeType.ACCEPT;
      return null;
    }
    if (stands.result() == Result.RELEASED
        || idempotent.test(one.admitted.decision().intent().action())) {
      return start(one, word, stands.attempt() + 1);
    }
    return new Line(one, by.closing(stands, Result.UNKNOWN, GONE), null, null);
  }

  private Line start(Taken one, Cleared word, int attempt) {
    var handOut =
        new HandOut(
            one.admitted.decision(),
            one.admitted.digest(),
            new HandOut.Grounds(attempt, one.deliveries(), word.receipt()),
            by,
            report -> reports.add(new Due(one, report)));
    return new Line(one, handOut.started(), handOut, null);
  }

  /** Writes the lines, and hands out what was started in effect. */
  private List<Delivery> write(List<Line> lines) {
    if (lines.isEmpty()) {
      return List.of();
    }
    var places = new LinkedHashMap<Place, Line>();
    var sent = new LinkedHashMap<Future<RecordMetadata>, Line>();
    lines.forEach(
        line -> sent.put(producer.send(OutcomeEvent.record(wire.wall(), line.outcome())), line));
    producer.flush();
    try {
      for (Map.Entry<Future<RecordMetadata>, Line> one : sent.entrySet()) {
        RecordMetadata at = one.getKey().get();
        places.put(new Place(at.partition(), at.offset()), one.getValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while writing outcomes", e);
    } catch (ExecutionException e) {
      throw new KafkaException("outcomes cannot be written", e.getCause());
    }
    Set<Place> tookEffect = tail.readTo(places.keySet());
    var next = new ArrayList<Delivery>();
    places.forEach((place, line) -> settle(line, tookEffect.contains(place), next));
    return List.copyOf(next);
  }

  private static void settle(Line line, boolean tookEffect, List<Delivery> next) {
    Taken one = line.taken();
    if (line.handOut() != null) {
      if (tookEffect) {
        one.handedOut = true;
        next.add(line.handOut());
      }
    } else if (line.due() == null) {
      one.word = tookEffect ? AcknowledgeType.ACCEPT : one.word;
    } else {
      close(line.due(), tookEffect);
    }
  }

  private static void close(Due due, boolean tookEffect) {
    Outcome outcome = due.report().outcome();
    if (outcome.result() == Result.RELEASED) {
      due.taken().giveBack();
    } else {
      due.taken().word = AcknowledgeType.ACCEPT;
    }
    if (tookEffect) {
      due.report().written().complete(outcome);
    } else {
      due.report().written().completeExceptionally(FencedException.late(outcome));
    }
  }

  @Override
  public List<Outcome> unknownOutcomes() {
    return unknown.list();
  }

  @Override
  public Outcome resolve(Hash decision, Result result, String evidence) {
    return unknown.resolve(decision, result, wire.name(), evidence);
  }

  @Override
  public void close() {
    try {
      var unused = write(lines(0)); // reports alone
      taken.values().stream().filter(one -> !one.isOver()).forEach(Taken::giveBack);
      acknowledge();
    } finally {
      member.close(Duration.ofSeconds(5));
      producer.close(Duration.ofSeconds(5));
      tail.close();
      inForce.close();
    }
  }
}
