package io.floodwall.app.commands;

import io.floodwall.app.wall.Wall;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.IntentBounds;
import io.floodwall.core.intent.Priority;
import io.floodwall.schemas.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Poison for every topic of a wall: records, and which applications must keep each as a dead
 * letter.
 */
final class Doses {
  /** An agent whose own intents are fine, and under whose name others come that are not. */
  static final String VICTIM = "victim";

  private static final int HEADERS = 10_000;

  private final Wall wall;
  private final Topics topics;
  private final Random random;
  private final List<Dose> doses = new ArrayList<>();
  private final Set<String> compacted;
  private int partition;

  /**
   * A record that does not belong.
   *
   * @param stages which applications keep it as a dead letter
   */
  record Dose(String what, ProducerRecord<byte[], byte[]> record, Set<String> stages) {
    @Override
    public String toString() {
      return record.topic() + " <- " + what;
    }
  }

  private Doses(Wall wall, Random random) {
    this.wall = wall;
    this.topics = wall.topics();
    this.random = random;
    this.compacted = Set.of(topics.controls(), topics.policies());
  }

  /**
   * All of it, in an order that {@code random} gives. {@code good} has a good record of each topic.
   */
  static List<Dose> of(Wall wall, Map<String, ConsumerRecord<byte[], byte[]>> good, Random random) {
    var all = new Doses(wall, random);
    Map<String, Set<String>> readers = all.readers();
    for (String topic : readers.keySet()) {
      ConsumerRecord<byte[], byte[]> foreign =
          good.get(
              topic.equals(all.topics.intents()) ? all.topics.policies() : all.topics.intents());
      all.everywhere(
          topic, value(good.get(topic)), value(foreign), key(good.get(topic)), readers.get(topic));
    }
    all.intents();
    all.controls();
    all.policies();
    all.misplaced(good);
    Collections.shuffle(all.doses, random);
    return all.doses;
  }

  private Map<String, Set<String>> readers() {
    var ledger = Set.of("ledger");
    var readers =
        new LinkedHashMap<
            String, Set<String>>(); // in one order, so that a seed is enough to say it all again
    readers.put(topics.intents(), Set.of("admission"));
    readers.put(topics.candidates(), Set.of("gate"));
    readers.put(topics.admitted(), ledger);
    readers.put(topics.deferred(), ledger);
    readers.put(topics.rejected(), ledger);
    readers.put(topics.refused(), ledger);
    readers.put(topics.outcomes(), ledger);
    readers.put(topics.controls(), Set.of("admission", "ledger"));
    readers.put(topics.policies(), Set.of("gate", "ledger"));
    readers.put(topics.waiting(), Set.of());
    readers.put(topics.deadLetters(), Set.of());
    return readers;
  }

  private void everywhere(
      String topic, byte[] good, byte[] foreign, byte[] key, Set<String> stages) {
    Poison.values(good, foreign, random)
        .forEach((what, value) -> add(what, topic, key, value, stages));
    Poison.keys(random)
        .forEach(
            (what, bad) -> {
              if (bad != null
                  || !compacted.contains(topic)) { // a broker takes no record without a key there
                add("key: " + what, topic, bad, good, stages);
              }
            });
    var manyHeaders = record(topic, key, Poison.utf8("many headers"));
    for (int i = 0; i < HEADERS; i++) {
      manyHeaders.headers().add("h" + i, new byte[] {1});
    }
    doses.add(new Dose(HEADERS + " headers", manyHeaders, stages));
    var largeHeader = record(topic, key, Poison.utf8("a large header"));
    largeHeader.headers().add("h", new byte[900 * 1024]);
    doses.add(new Dose("a header of 900 KB", largeHeader, stages));
  }

  private void intents() {
    Intent fine = intent(VICTIM, "shared", "x");
    int home = Topics.partitionOf(VICTIM, RunningWall.PARTITIONS);
    for (int p = 0; p < RunningWall.PARTITIONS; p++) {
      refused(
          "the agent's key in partition " + p, p, VICTIM, intent(VICTIM, "p" + p, "x"), p != home);
    }
    refused("an exact duplicate", home, VICTIM, fine, false);
    refused("an exact duplicate, again", home, VICTIM, fine, false);
    refused("the same id with another body", home, VICTIM, intent(VICTIM, "shared", "y"), false);
    refused("another's id under one's own key", home, VICTIM, intent("other", "1", "x"), true);
    refused("an expired deadline", home, VICTIM, until("expired", 1L), false);
    refused("a deadline before 1970", home, VICTIM, until("early", -1L), true);
    refused("a deadline after 9999", home, VICTIM, until("late", Long.MAX_VALUE), true);
    for (String name :
        List.of(
            "",
            " ",
            "agent-a ",
            "\u001b[2J",
            "a\nb",
            "\u202evictim",
            "x".repeat(201),
            "x".repeat(10_000))) {
      int p = Topics.partitionOf(name, RunningWall.PARTITIONS);
      refused(
          "an agent of " + name.length() + " characters", p, name, intent(name, "1", "x"), true);
      refused(
          "an id of " + name.length() + " characters",
          home,
          VICTIM,
          intent(VICTIM, name, "x"),
          true);
    }
    for (String name : List.of("Agent-A", "agent-a", "../../etc", "*")) {
      refused(
          "the name " + name,
          Topics.partitionOf(name, RunningWall.PARTITIONS),
          name,
          intent(name, "1", "x"),
          false);
    }
    int room =
        IntentBounds.RECORD_BYTES_MAX
            - VICTIM.length()
            - wall.codecs().intent().encode(intent(VICTIM, "full", "")).length;
    refused(
        "a byte above the size limit",
        home,
        VICTIM,
        intent(VICTIM, "full", "x".repeat(room)),
        true);
    refused(
        "exactly the size limit",
        home,
        VICTIM,
        intent(VICTIM, "full", "x".repeat(room - 2)),
        false);
  }

  private static Intent intent(String agent, String id, String manifest) {
    return Intent.of(
        agent, id, new Action.Apply("web", manifest), Priority.NORMAL, BlastRadius.CELL);
  }

  private static Intent until(String id, long deadlineMs) {
    Intent i = intent(VICTIM, id, "x");
    return new Intent(
        i.tenant(),
        i.agent(),
        i.id(),
        null,
        i.action(),
        i.priority(),
        i.blast(),
        null,
        null,
        null,
        deadlineMs,
        null);
  }

  private void refused(String what, int at, String key, Intent intent, boolean isDeadLetter) {
    byte[] value = wall.codecs().intent().encode(intent);
    var record = new ProducerRecord<>(topics.intents(), at, Poison.utf8(key), value);
    doses.add(new Dose(what, record, isDeadLetter ? Set.of("admission") : Set.of()));
  }

  private void controls() {
    byte[] valve = wall.codecs().control().encode(Control.valve(true, "poison", "nobody", null));
    byte[] jail =
        wall.codecs().control().encode(Control.jail(VICTIM, true, "poison", "nobody", null));
    byte[] huge =
        wall.codecs().control().encode(Control.valve(true, "x".repeat(300_000), "nobody", null));
    var both = Set.of("admission", "ledger");
    add(
        "the valve under a jail's key",
        topics.controls(),
        Poison.utf8("jail/" + VICTIM),
        valve,
        both);
    add("a jail under the valve's key", topics.controls(), Poison.utf8("valve"), jail, both);
    add("a jail under another's key", topics.controls(), Poison.utf8("jail/other"), jail, both);
    add("a reason of 300 KB", topics.controls(), Poison.utf8("valve"), huge, both);
  }

  private void policies() {
    var unknown = new PolicyBundle.PolicySpec("no-such-policy", List.of());
    var many =
        new PolicyBundle.PolicySpec(
            "resource-allowlist",
            List.of(
                new PolicyBundle.Parameter("allow", Collections.nCopies(4_000, "x".repeat(100)))));
    var both = Set.of("gate", "ledger");
    bundle(
        "an unknown policy",
        new PolicyBundle("default", 99, true, List.of(), List.of(), List.of(unknown)),
        both);
    bundle(
        "version 0", new PolicyBundle("default", 0, true, List.of(), List.of(), List.of()), both);
    bundle(
        "a negative version",
        new PolicyBundle("default", -1, true, List.of(), List.of(), List.of()),
        both);
    bundle(
        "a tenant that moves the cursor",
        new PolicyBundle("\u001b[2J", 1, true, List.of(), List.of(), List.of()),
        both);
    bundle(
        "400 KB", new PolicyBundle("default", 98, true, List.of(), List.of(), List.of(many)), both);
  }

  private void bundle(String what, PolicyBundle bundle, Set<String> stages) {
    add(
        what,
        topics.policies(),
        Poison.utf8(bundle.key()),
        wall.codecs().bundle().encode(bundle),
        stages);
  }

  /** Good records of the inner topics, written once more or where they do not belong. */
  private void misplaced(Map<String, ConsumerRecord<byte[], byte[]>> good) {
    var ledger = Set.of("ledger");
    for (String topic : List.of(topics.admitted(), topics.deferred(), topics.rejected())) {
      again("a decision that is in the ledger already", topic, good.get(topic), 0, ledger);
      again("a decision of another partition", topic, good.get(topic), 1, ledger);
    }
    again(
        "a decision of another verdict", topics.admitted(), good.get(topics.rejected()), 0, ledger);
    again(
        "a refusal of another partition", topics.refused(), good.get(topics.refused()), 1, ledger);
    again(
        "a candidate of another partition",
        topics.candidates(),
        good.get(topics.candidates()),
        1,
        Set.of("gate"));
    add("a good record", topics.waiting(), Poison.utf8(VICTIM), waiting(), Set.of());
  }

  private byte[] waiting() {
    return wall.codecs()
        .waiting()
        .encode(new Waiting("default", VICTIM, "1", Priority.BULK, 0, 0, 0, 0));
  }

  private void again(
      String what,
      String topic,
      ConsumerRecord<byte[], byte[]> good,
      int away,
      Set<String> stages) {
    int at = (good.partition() + away) % RunningWall.PARTITIONS;
    doses.add(new Dose(what, new ProducerRecord<>(topic, at, good.key(), value(good)), stages));
  }

  private void add(
      String what,
      String topic,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Set<String> stages) {
    doses.add(new Dose(what, record(topic, key, value), stages));
  }

  /** A record for the next partition in turn. */
  private ProducerRecord<byte[], byte[]> record(
      String topic, byte @Nullable [] key, byte @Nullable [] value) {
    int at = topic.equals(topics.deadLetters()) ? 0 : partition++ % RunningWall.PARTITIONS;
    return new ProducerRecord<>(topic, at, key, value);
  }

  private static byte[] key(ConsumerRecord<byte[], byte[]> good) {
    return good.key() == null ? new byte[0] : good.key();
  }

  private static byte[] value(ConsumerRecord<byte[], byte[]> good) {
    return good.value();
  }
}
