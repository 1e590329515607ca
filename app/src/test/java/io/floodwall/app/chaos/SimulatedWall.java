package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.admission.AdmissionConfig;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.core.Bytes;
import io.floodwall.core.Floodwall;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.InvalidBundleException;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.ledger.CompatChain;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The three applications and the log between them, driven one event at a time, and core's in-memory
 * wall beside them: after every commit both must say the same.
 */
final class SimulatedWall implements AutoCloseable {
  static final long T0 = 1_700_000_000_000L;

  private final Codecs codecs = Codecs.pinned();
  private final Topics topics = new Topics("floodwall.");
  private final SimulatedStage admission;
  private final SimulatedStage gate;
  private final SimulatedStage ledger;
  private final int capacity;
  private final Floodwall memory;
  private final Map<String, Deque<Entry>> log = new TreeMap<>(); // what nobody has consumed yet
  private final List<Step> steps = new ArrayList<>(); // admission's, since its last commit
  private final Map<String, Intent> accepted = new HashMap<>();
  private final Map<String, Integer> answers = new HashMap<>();
  private final Deque<Ruling> expected = new ArrayDeque<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final Set<Long> refusals = new HashSet<>();
  private final SimulatedLedger chain;
  private final Door door; // the token buckets again, and the order again, both without core
  private final List<Intent> room = new ArrayList<>();
  private final Map<String, List<Entry>> inFlight = new HashMap<>(); // consumed, not committed
  private int offered;

  /** A record on the log. */
  record Entry(Bytes key, Bytes value, long timeMs, @Nullable Intent intent) {}

  /** One thing that admission did: what it took in, if anything, and what came of it. */
  private record Step(@Nullable Entry taken, List<SimulatedStage.Sent> sent) {}

  SimulatedWall(Path folder, int capacity, int burst, int refill) {
    this.capacity = capacity;
    RateLimit rate = RateLimit.perPeriod(burst, refill, 1_000, 5_000);
    PolicyBundle bundle = PolicyBundle.shipped();
    try {
      memory = new Floodwall(capacity, rate, BundleCompiler.compile(bundle));
    } catch (InvalidBundleException e) {
      throw new IllegalStateException(e);
    }
    Map<String, String> limits =
        Map.of(
            AdmissionConfig.ROOM_CAPACITY, Integer.toString(capacity),
            AdmissionConfig.RATE_BURST, Integer.toString(burst),
            AdmissionConfig.RATE_REFILL, Integer.toString(refill));
    admission = stage(0, limits, folder, topics.waiting(), topics.refused(), topics.candidates());
    gate = stage(1, Map.of(), folder, topics.admitted(), topics.deferred(), topics.rejected());
    ledger = stage(2, Map.of(), folder, topics.ledger(), topics.heads());
    chain = new SimulatedLedger(codecs);
    door = new Door(burst, refill, 1_000);
    gate.consume(topics.policies(), bytes(bundle.key()), codecs.bundle().encode(bundle), 0);
    gate.commit();
  }

  private SimulatedStage stage(
      int number, Map<String, String> settings, Path folder, String... outputs) {
    return new SimulatedStage(LocalWall.APPS.get(number), settings, folder, List.of(outputs), T0);
  }

  /** An agent appends an intent to the log. */
  void offer(Intent intent, long appendMs) {
    append(topics.intents(), intent.agent(), codecs.intent().encode(intent), appendMs, intent);
    offered++;
  }

  /** An operator turns the valve. */
  void valve(boolean closed) {
    Control control = Control.valve(closed, "schedule", "test", null);
    byte[] value = codecs.control().encode(control);
    append(topics.controls(), control.key(), value, T0, null);
  }

  /** Each stage's topics, for a schedule to choose from. */
  List<String> sources(int stage) {
    return switch (stage) {
      case 0 -> List.of(topics.intents(), topics.controls());
      case 1 -> List.of(topics.candidates());
      default -> List.of(topics.admitted(), topics.deferred(), topics.rejected(), topics.refused());
    };
  }

  /** The stage takes the next record of {@code topic}, if there is one. */
  void consume(int stage, String topic) {
    Entry next = log.computeIfAbsent(topic, t -> new ArrayDeque<>()).poll();
    if (next != null) {
      inFlight.computeIfAbsent(topic, t -> new ArrayList<>()).add(next);
      var sent =
          stageOf(stage)
              .consume(topic, next.key().toArray(), next.value().toArray(), next.timeMs());
      if (stage == 0) {
        steps.add(new Step(next, sent));
      }
    }
  }

  void advance(int stage, Duration time) {
    var sent = stageOf(stage).advance(time);
    if (stage == 0) {
      steps.add(new Step(null, sent));
    }
  }

  /** The stage dies with what it had in hand, and comes back on another clock. */
  void kill(int stage, long nowMs) {
    stageOf(stage).kill(nowMs);
    for (String topic : sources(stage)) {
      List<Entry> again = inFlight.getOrDefault(topic, new ArrayList<>());
      for (int i = again.size() - 1; i >= 0; i--) {
        log.computeIfAbsent(topic, t -> new ArrayDeque<>()).addFirst(again.get(i));
      }
      again.clear();
    }
    if (stage == 0) {
      steps.clear();
    }
  }

  /** The stage commits; what it wrote is on the log now, and must be what the oracle says. */
  void commit(int stage) throws MalformedRecordException {
    var sent = stageOf(stage).commit();
    sources(stage).forEach(topic -> inFlight.getOrDefault(topic, new ArrayList<>()).clear());
    switch (stage) {
      case 0 -> {
        for (Step step : steps) {
          admitted(step);
        }
        steps.clear();
      }
      case 1 -> {
        for (var one : sent) {
          decided(one);
        }
      }
      default -> {
        for (var one : sent) {
          chain.take(one.topic().equals(topics.heads()), one.record());
        }
      }
    }
    assertThat(room.size()).as("who waits").isEqualTo(memory.pending()).isBetween(0, capacity);
    assertThat(answers.values()).as("answers per intent").allMatch(count -> count == 1);
  }

  private void admitted(Step step) throws MalformedRecordException {
    Entry taken = step.taken();
    Reason refusal = null;
    if (taken != null && taken.intent() != null) {
      Intent intent = taken.intent();
      Reason repeated = repeated(intent);
      if (repeated != null) {
        refusal = repeated;
      } else if (room.size() >= capacity) {
        refusal = Reason.BACKPRESSURE; // before the bucket: it spends no token
      } else if (!door.takes(intent.agent(), taken.timeMs())) {
        refusal = Reason.RATE_LIMITED;
      } else {
        accepted.put(name(intent), intent);
        room.add(intent);
      }
      if (repeated == null) {
        Answer answer = memory.submit(intent, taken.timeMs());
        assertThat(answer instanceof Answer.Refuse refuse ? refuse.reason() : null)
            .as("the in-memory wall on %s", intent)
            .isEqualTo(refusal);
      }
    }
    Reason told = null;
    for (var sent : step.sent()) {
      if (sent.topic().equals(topics.refused())) {
        Refusal refused = codecs.refusal().decode(sent.record().value());
        told = refused.reason();
        assertThat(refusals.add(refused.sourceOffset())).isTrue();
        answers.merge("refusal " + refused.sourceOffset(), 1, Integer::sum);
        append(topics.refused(), refused.agent(), sent.record().value(), T0, null);
      } else if (sent.topic().equals(topics.candidates())) {
        Intent released = codecs.candidate().decode(sent.record().value()).intent();
        var ruled = memory.tick().orElseThrow();
        assertThat(released).as("most urgent, oldest first").isEqualTo(first());
        assertThat(released).isEqualTo(ruled.intent());
        room.remove(released);
        expected.add(ruled.ruling());
        append(topics.candidates(), released.agent(), sent.record().value(), T0, null);
      }
    }
    assertThat(told).as("refusal of %s", taken).isEqualTo(refusal);
  }

  private Intent first() {
    Intent first = room.get(0);
    for (Intent one : room) {
      if (one.priority().rank() > first.priority().rank()) {
        first = one;
      }
    }
    return first;
  }

  private @Nullable Reason repeated(Intent intent) {
    Intent before = accepted.get(name(intent));
    if (before == null) {
      return null;
    }
    return before.equals(intent) ? Reason.DUPLICATE : Reason.ID_CONFLICT;
  }

  private void decided(SimulatedStage.Sent sent) throws MalformedRecordException {
    Decision decision = codecs.decision().decode(sent.record().value());
    answers.merge(name(decision.intent()), 1, Integer::sum);
    decisions.add(decision);
    append(sent.topic(), decision.intent().agent(), sent.record().value(), T0, null);
  }

  /** Everything was read and nothing moves: the books of all three must balance. */
  void settle() throws MalformedRecordException {
    valve(false);
    for (int stage = 0; stage < 3; stage++) {
      for (String topic : sources(stage)) {
        while (!log.computeIfAbsent(topic, t -> new ArrayDeque<>()).isEmpty()) {
          consume(stage, topic);
        }
      }
      advance(stage, Duration.ofSeconds(2));
      commit(stage);
    }
    advance(2, Duration.ofSeconds(2));
    commit(2);
    assertThat(memory.pending()).isZero();
    decisions.sort(Comparator.comparingLong(Decision::decisionSeq));
    for (int seq = 0; seq < decisions.size(); seq++) {
      assertThat(decisions.get(seq).decisionSeq()).isEqualTo(seq);
      assertThat(decisions.get(seq).ruling()).isEqualTo(expected.remove());
    }
    assertThat(expected).isEmpty();
    assertThat(decisions.size() + refusals.size()).as("answers").isEqualTo(offered);
    chain.settle(decisions, refusals);
    var compat = new CompatChain();
    decisions.forEach(
        d -> compat.appendIfDecimal(d.intent().id(), d.intent().agent(), d.verdict()));
    assertThat(compat.head()).isEqualTo(memory.ledger().compatHead());
  }

  @Override
  public void close() {
    admission.close();
    gate.close();
    ledger.close();
  }

  private SimulatedStage stageOf(int stage) {
    return stage == 0 ? admission : stage == 1 ? gate : ledger;
  }

  private void append(
      String topic, String key, byte[] value, long timeMs, @Nullable Intent intent) {
    log.computeIfAbsent(topic, t -> new ArrayDeque<>())
        .add(new Entry(Bytes.copyOf(bytes(key)), Bytes.copyOf(value), timeMs, intent));
  }

  private static String name(Intent intent) {
    return intent.agent() + "/" + intent.id();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
