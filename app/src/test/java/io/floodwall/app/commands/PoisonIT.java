package io.floodwall.app.commands;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.commands.Doses.Dose;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.runtime.Health;
import io.floodwall.runtime.StreamRunner;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Promise 3 and half of promise 1: whatever is written wherever, the wall goes on and every intent
 * gets exactly one answer.
 */
class PoisonIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int HONEST_AGENTS = 60;
  private static final int STRANGERS = 10_000;
  private static final int ZEROS = 40;

  private static RunningWall running;
  private static Wall wall;

  @BeforeAll
  static void raiseAWall() {
    running = RunningWall.start(Map.of());
    wall = running.local().wall();
  }

  @AfterAll
  static void takeItDown() {
    running.close();
  }

  @Test
  void poisonInEveryTopicStopsNothingAndEveryIntentGetsOneAnswer() throws Exception {
    long seed = Long.getLong("floodwall.seed", System.nanoTime());
    System.out.println("PoisonIT seed=" + seed + " (-Dfloodwall.seed=" + seed + ")");
    List<Dose> doses = Doses.of(wall, oneOfEach(), new Random(seed));

    var given = new LinkedHashMap<String, Dose>();
    var honest = new HashSet<String>();
    write(doses, given, honest);
    writeZeros(topics().intents(), "admission", given);
    writeZeros(topics().refused(), "ledger", given);
    honest.addAll(strangers());

    Map<String, Long> answers = answersOnceComplete(given);
    assertThat(answers).allSatisfy((intent, count) -> assertThat(count).as(intent).isOne());
    assertThat(decided(given)).containsAll(honest);
    assertDeadLetters(given);
    assertReady();
    assertSteerable();
    System.out.println(
        "PoisonIT doses="
            + given.size()
            + " honest="
            + honest.size()
            + " answers="
            + answers.size());
  }

  @Test
  void strangersOnTheLedgersOwnTopicsStopNothing() throws Exception {
    var sent = new ArrayList<Future<RecordMetadata>>();
    try (Producer<byte[], byte[]> producer = wall.producer(Map.of())) {
      for (String topic : List.of(topics().ledger(), topics().heads())) {
        ConsumerRecord<byte[], byte[]> good = first(topic);
        Poison.values(good.value(), first(topics().policies()).value(), new Random(1))
            .forEach(
                (what, value) ->
                    sent.add(
                        producer.send(
                            new ProducerRecord<>(
                                topic, good.partition(), Poison.utf8(what), value))));
      }
    }
    for (Future<RecordMetadata> ack : sent) {
      assertThat(ack.get().hasOffset()).isTrue();
    }
    assertReady();
    assertSteerable();
  }

  private static Topics topics() {
    return wall.topics();
  }

  /** A good record of each topic; makes what is not there yet. */
  private static Map<String, ConsumerRecord<byte[], byte[]>> oneOfEach() throws Exception {
    assertThat(submit("seed", "1", "web", "cell").exit()).isZero();
    assertThat(submit("seed", "1", "web", "cell").exit()).isEqualTo(3);
    assertThat(submit("seed", "2", "db", "cell").exit()).isEqualTo(4);
    assertThat(submit("seed", "3", "web", "global").exit()).isEqualTo(3);
    assertThat(running.type("valve", "close", "--reason", "r").exit()).isZero();
    assertThat(submit("seed", "4", "web", "cell").exit()).isZero();
    assertThat(running.type("valve", "open", "--reason", "r").exit()).isZero();
    var good = new HashMap<String, ConsumerRecord<byte[], byte[]>>();
    for (var spec : topics().all()) {
      if (!Set.of(topics().deadLetters(), topics().outcomes(), topics().cosignatures())
          .contains(spec.name())) {
        good.put(spec.name(), first(spec.name()));
      }
    }
    good.put(topics().outcomes(), outcome(good.get(topics().admitted())));
    good.put(topics().deadLetters(), good.get(topics().refused()));
    good.put(topics().cosignatures(), good.get(topics().checkpoints()));
    return good;
  }

  /** What a deployer would have said of an admitted decision. */
  private static ConsumerRecord<byte[], byte[]> outcome(ConsumerRecord<byte[], byte[]> admitted)
      throws Exception {
    Decision decision = wall.codecs().decision().decode(admitted.value());
    var outcome =
        new Outcome(
            decision.intent().tenant(),
            decision.intent().agent(),
            decision.intent().id(),
            wall.codecs().unframe(admitted.value()).payload().sha256(),
            admitted.partition(),
            decision.facts().sourceOffset(),
            decision.decisionSeq(),
            1,
            Outcome.Result.STARTED,
            "deployer",
            null,
            "",
            0);
    return new ConsumerRecord<>(
        topics().outcomes(),
        admitted.partition(),
        0,
        admitted.key(),
        wall.codecs().outcome().encode(outcome));
  }

  private static Said submit(String agent, String id, String resource, String blast) {
    String[] waits = id.equals("4") ? new String[0] : new String[] {"--wait"};
    var words =
        new ArrayList<>(
            List.of(
                "submit",
                "--agent",
                agent,
                "--id",
                id,
                "--action",
                "destroy",
                "--resource",
                resource,
                "--blast",
                blast));
    words.addAll(List.of(waits));
    return running.type(words.toArray(String[]::new));
  }

  private static ConsumerRecord<byte[], byte[]> first(String topic) {
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    Awaitility.await(topic)
        .atMost(PATIENCE)
        .until(
            () -> {
              read(topic).stream()
                  .filter(record -> record.value() != null)
                  .findFirst()
                  .ifPresent(found::add);
              return !found.isEmpty();
            });
    return found.get(0);
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    var reader = new TopicReader(wall);
    reader.read(reader.partitionsOf(topic), records::add);
    return records;
  }

  /** Writes every dose with an honest intent before it. */
  private static void write(List<Dose> doses, Map<String, Dose> given, Set<String> honest)
      throws Exception {
    var sent = new ArrayList<Future<RecordMetadata>>();
    var intents = new ArrayList<Future<RecordMetadata>>();
    try (Producer<byte[], byte[]> producer = wall.producer(Map.of())) {
      for (int i = 0; i < doses.size(); i++) {
        intents.add(producer.send(honest("honest-" + i % HONEST_AGENTS, Integer.toString(i))));
        sent.add(producer.send(doses.get(i).record()));
      }
    }
    for (int i = 0; i < doses.size(); i++) {
      given.put(place(sent.get(i).get()), doses.get(i));
      honest.add(place(intents.get(i).get()));
    }
  }

  private static ProducerRecord<byte[], byte[]> honest(String agent, String id) {
    var intent =
        Intent.of(agent, id, new Action.Scale("web", 3), Priority.NORMAL, BlastRadius.CELL);
    return new ProducerRecord<>(
        topics().intents(), Poison.utf8(agent), wall.codecs().intent().encode(intent));
  }

  /** Many megabytes of zeros in one small batch: the broker's limit is on the batch as it comes. */
  private static void writeZeros(String topic, String stage, Map<String, Dose> given)
      throws Exception {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd",
            ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024 * 1024,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 64 * 1024 * 1024,
            ProducerConfig.BUFFER_MEMORY_CONFIG, 256L * 1024 * 1024,
            ProducerConfig.LINGER_MS_CONFIG, 5_000);
    var sent = new ArrayList<Future<RecordMetadata>>();
    try (Producer<byte[], byte[]> producer = wall.producer(settings)) {
      for (int i = 0; i < ZEROS; i++) {
        var record =
            new ProducerRecord<>(topic, 0, Poison.utf8(Doses.VICTIM), new byte[1024 * 1024]);
        given.put("zeros " + topic + i, new Dose("zeros", record, Set.of(stage)));
        sent.add(producer.send(record));
      }
    }
    for (int i = 0; i < ZEROS; i++) {
      given.put(place(sent.get(i).get()), given.remove("zeros " + topic + i));
    }
  }

  private static Set<String> strangers() throws Exception {
    var sent = new ArrayList<Future<RecordMetadata>>();
    try (Producer<byte[], byte[]> producer = wall.producer(Map.of())) {
      for (int i = 0; i < STRANGERS; i++) {
        sent.add(producer.send(honest("stranger-" + i, "1")));
      }
    }
    var places = new HashSet<String>();
    for (Future<RecordMetadata> ack : sent) {
      places.add(place(ack.get()));
    }
    return places;
  }

  /** How many answers each offset of intents has, once each has one. */
  private static Map<String, Long> answersOnceComplete(Map<String, Dose> given) {
    var intents = new HashSet<String>();
    read(topics().intents()).forEach(record -> intents.add(place(record)));
    Awaitility.await("every intent has an answer")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> new HashSet<>(answers(given)).containsAll(intents));
    List<String> answers = answers(given);
    assertThat(new HashSet<>(answers)).isEqualTo(intents);
    return answers.stream().collect(groupingBy(place -> place, counting()));
  }

  private static List<String> answers(Map<String, Dose> given) {
    var answers = new ArrayList<String>(decided(given));
    for (ConsumerRecord<byte[], byte[]> record : ours(topics().refused(), given)) {
      try {
        answers.add(source(record, wall.codecs().refusal().decode(record.value()).sourceOffset()));
      } catch (MalformedRecordException e) {
        throw new AssertionError("admission wrote it: " + place(record), e);
      }
    }
    return answers;
  }

  private static List<String> decided(Map<String, Dose> given) {
    var places = new ArrayList<String>();
    for (String topic : List.of(topics().admitted(), topics().deferred(), topics().rejected())) {
      for (ConsumerRecord<byte[], byte[]> record : ours(topic, given)) {
        try {
          places.add(
              source(
                  record, wall.codecs().decision().decode(record.value()).facts().sourceOffset()));
        } catch (MalformedRecordException e) {
          throw new AssertionError("the gate wrote it: " + place(record), e);
        }
      }
    }
    return places;
  }

  /** What the wall itself wrote to {@code topic}. */
  private static List<ConsumerRecord<byte[], byte[]>> ours(String topic, Map<String, Dose> given) {
    return read(topic).stream().filter(record -> !given.containsKey(place(record))).toList();
  }

  /** Dead letters, without those of the sealer: strangers on the ledger's own topics. */
  private static List<ConsumerRecord<byte[], byte[]>> letters(Map<String, Dose> given) {
    return ours(topics().deadLetters(), given).stream()
        .filter(letter -> !isOf(topics().ledger(), letter) && !isOf(topics().heads(), letter))
        .toList();
  }

  private static boolean isOf(String topic, ConsumerRecord<byte[], byte[]> letter) {
    return new String(letter.key(), StandardCharsets.UTF_8).startsWith(topic + "/");
  }

  private static void assertDeadLetters(Map<String, Dose> given) {
    var expected = new ArrayList<String>();
    given.forEach(
        (place, dose) ->
            dose.stages().forEach(stage -> expected.add(stage + " " + place + " " + dose.what())));
    Awaitility.await("dead letters")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> letters(given).size() >= expected.size());
    var found = new ArrayList<String>();
    for (ConsumerRecord<byte[], byte[]> letter : letters(given)) {
      String place = new String(letter.key(), StandardCharsets.UTF_8);
      Dose dose = given.get(place);
      assertThat(dose)
          .as("the dead letter of " + place + ": " + header(letter, "floodwall_detail"))
          .isNotNull();
      found.add(header(letter, "floodwall_stage") + " " + place + " " + dose.what());
      assertSays(letter, dose);
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void assertSays(ConsumerRecord<byte[], byte[]> letter, Dose dose) {
    byte[] value = dose.record().value();
    byte[] all = value == null ? new byte[0] : value;
    assertThat(letter.value())
        .as(dose.what())
        .isEqualTo(Arrays.copyOf(all, Math.min(all.length, 16 * 1024)));
    assertThat(header(letter, "floodwall_length"))
        .isEqualTo(value == null ? "null" : Integer.toString(value.length));
    assertThat(header(letter, "floodwall_sha256")).isEqualTo(Hash.sha256(all).hex());
    assertThat(Reason.values())
        .extracting(Reason::name)
        .contains(header(letter, "floodwall_reason"));
    String detail = header(letter, "floodwall_detail");
    assertThat(detail)
        .as(dose.what())
        .isNotBlank()
        .hasSizeLessThan(5_000)
        .isEqualTo(PlainText.escaped(detail));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static void assertReady() {
    assertThat(running.local().runners())
        .hasSize(3)
        .extracting(StreamRunner::health)
        .allMatch(Health::live)
        .allMatch(Health::ready);
  }

  private static void assertSteerable() {
    assertThat(running.type("jail", "late", "--reason", "r").exit()).isZero();
    assertThat(submit("late", "1", "web", "cell").out()).contains("late/1 refused JAILED");
    assertThat(running.type("release", "late", "--reason", "r").exit()).isZero();
    assertThat(running.type("valve", "close", "--reason", "r").exit()).isZero();
    assertThat(
            running
                .type(
                    "submit",
                    "--agent",
                    "late",
                    "--action",
                    "destroy",
                    "--resource",
                    "web",
                    "--wait",
                    "--timeout",
                    "1")
                .exit())
        .isEqualTo(4);
    assertThat(running.type("valve", "open", "--reason", "r").exit()).isZero();
    for (int p = 0; p < RunningWall.PARTITIONS; p++) {
      String agent = RunningWall.agentIn(p, "late" + System.nanoTime());
      assertThat(submit(agent, "1", "web", "cell").out()).contains(" admit ADMITTED");
    }
  }

  private static String source(ConsumerRecord<byte[], byte[]> answer, long sourceOffset) {
    return topics().intents() + "/" + answer.partition() + "/" + sourceOffset;
  }

  private static String place(ConsumerRecord<byte[], byte[]> record) {
    return record.topic() + "/" + record.partition() + "/" + record.offset();
  }

  private static String place(RecordMetadata record) {
    return record.topic() + "/" + record.partition() + "/" + record.offset();
  }
}
