package io.floodwall.ledger;

import static io.floodwall.ledger.LedgerStory.CODECS;
import static io.floodwall.ledger.LedgerStory.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.RefusalBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random floods of everything at once, with crashes, against a model that keeps plain lists. */
final class LedgerFloodTest {
  private static final int PARTITION = 2;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyDecisionAndRefusalIsRecordedExactlyOnceAndTheChainIsValid(long seed) {
    var random = new Random(seed);
    var model = new Model();
    try (var task = new LedgerTask(PARTITION, folder)) {
      for (int step = 0; step < 1_500; step++) {
        step(random, task, model);
        model.read(task);
      }
      task.turn(1_000);
      model.read(task);
    }

    LedgerStory.assertChainIsValid(PARTITION, "floodwall/" + PARTITION, model.entries);
    assertThat(model.recordedDecisions)
        .as("seed %d", seed)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(model.decided);
    assertThat(model.recordedRefusals)
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(model.refused);
    assertThat(model.deadLetters).as("seed %d", seed).isEqualTo(model.bad);
    assertThat(model.orders).as("seed %d", seed).isEqualTo(model.recordedOrders);
    assertThat(model.through).as("seed %d", seed).isEqualTo(model.naiveThrough());
  }

  private static void step(Random random, LedgerTask task, Model model) {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> decide(task, model.newNumber(random));
      case 6 -> {
        if (!model.decided.isEmpty()) {
          decide(task, new ArrayList<>(model.decided).get(random.nextInt(model.decided.size())));
          model.bad++;
        }
      }
      case 7 -> {
        task.receive(TOPICS.refused(), "runaway", new byte[random.nextInt(40)]);
        model.bad++;
      }
      case 8 -> {
        task.receive(TOPICS.policies(), "default/1", CODECS.bundle().encode(Sample.bundle(1)));
        model.orders++;
      }
      case 9 -> {
        Control control = Control.valve(random.nextBoolean(), "drill", "ana", null);
        task.receive(TOPICS.controls(), "valve", CODECS.control().encode(control));
        model.orders++;
      }
      case 10 -> task.restart();
      case 11 -> task.turn(random.nextInt(60));
      default -> {
        Reason reason = random.nextInt(3) == 0 ? Reason.BACKPRESSURE : Reason.RATE_LIMITED;
        long offset = model.refused.size();
        var refusal = Sample.refusal(reason, offset, PARTITION, "runaway");
        task.receive(TOPICS.refused(), "runaway", CODECS.refusal().encode(refusal));
        model.refused.add(reason + " " + offset);
      }
    }
  }

  private static void decide(LedgerTask task, long number) {
    Verdict verdict = List.of(Verdict.values()).get((int) (number % 3));
    Decision decision = Sample.decision(number, verdict, PARTITION, "a", "m");
    task.receive(TOPICS.verdict(verdict), "a", CODECS.decision().encode(decision));
  }

  /** What went in and what came out, as plain lists. */
  private static final class Model {
    final TreeSet<Long> decided = new TreeSet<>();
    final List<String> refused = new ArrayList<>();
    final List<LedgerStory.Written> entries = new ArrayList<>();
    final List<Long> recordedDecisions = new ArrayList<>();
    final List<String> recordedRefusals = new ArrayList<>();
    int orders;
    int recordedOrders;
    int bad;
    int deadLetters;
    long through = -1;

    /** A number that was not decided yet, at most a few above the lowest such. */
    long newNumber(Random random) {
      long number = naiveThrough() + 1 + random.nextInt(12);
      while (!decided.add(number)) {
        number++;
      }
      return number;
    }

    long naiveThrough() {
      long all = -1;
      while (decided.contains(all + 1)) {
        all++;
      }
      return all;
    }

    void read(LedgerTask task) {
      for (var sent : task.sent()) {
        byte[] value = sent.record().value();
        switch (sent.childName().orElseThrow()) {
          case LedgerTopology.DEAD_LETTERS -> deadLetters++;
          case LedgerTopology.HEADS ->
              through = LedgerStory.read(() -> CODECS.head().decode(value)).decisionsThrough();
          default ->
              record(
                  String.valueOf(sent.record().key().text()),
                  LedgerStory.read(() -> CODECS.ledgerEntry().decode(value)));
        }
      }
    }

    private void record(String key, LedgerEntry entry) {
      entries.add(new LedgerStory.Written(key, entry, Map.of(), 0));
      switch (entry.kind()) {
        case OUTCOME -> throw new AssertionError("nobody deploys here");
        case VERDICT ->
            recordedDecisions.add(
                LedgerStory.read(
                        () -> CODECS.decision().decodePayload(entry.schema(), entry.payload()))
                    .decisionSeq());
        case REFUSALS -> {
          RefusalBatch batch =
              LedgerStory.read(
                  () -> CODECS.refusalBatch().decodePayload(entry.schema(), entry.payload()));
          for (var range : batch.ranges()) {
            range.offsets().forEach(offset -> recordedRefusals.add(range.reason() + " " + offset));
          }
        }
        case BUNDLE, CONTROL -> recordedOrders++;
      }
    }
  }
}
