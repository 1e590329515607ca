package io.floodwall.admission;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Admission;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.ReleaseBudget;
import io.floodwall.core.admission.SigningRules;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.PlainText;
import io.floodwall.runtime.CommitPace;
import io.floodwall.runtime.CommitStore;
import io.floodwall.runtime.RoutedKey;
import io.floodwall.runtime.Streams;
import io.floodwall.schemas.Codecs;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves an intent through the door: read it, offer it, keep what changed, say what came of it. On
 * the clock's turn it releases those who wait.
 *
 * <p>The rules are {@link Admission}'s; the stores are those of {@link AgentRows}, {@link
 * RoomRows}, {@link ControlRows} and {@link Position}, and nobody else reaches them.
 */
final class AdmissionProcessor implements Processor<byte[], byte[], RoutedKey, byte[]> {
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(AdmissionProcessor.class);
  private static final long NOTHING_YET = Long.MIN_VALUE;

  private final AdmissionConfig config;
  private final Codecs codecs;
  private final AdmissionMeters meters;
  private final int partitions;
  private final AheadSignatures signatures;
  private final Admission admission;
  private final ReleaseBudget budget;
  private final String intentsTopic;
  private long appendedMs = NOTHING_YET; // when the last record of intents was appended

  // set in init, before any record comes
  private ProcessorContext<RoutedKey, byte[]> context;
  private Door door;
  private Arrivals arrivals;
  private ControlDoor controlDoor;
  private AgentRows agents;
  private RoomRows room;
  private ControlRows controls;
  private Position position;
  private Outbox outbox;
  private CommitPace pace;
  private AdmissionMeters.Task gauges;

  @SuppressWarnings("NullAway.Init")
  private AdmissionProcessor(
      AdmissionConfig config, Codecs codecs, int partitions, AdmissionMeters meters, Ahead ahead) {
    this.config = config;
    this.codecs = codecs;
    this.partitions = partitions;
    this.meters = meters;
    this.signatures = new AheadSignatures(config.signatures(), ahead, meters);
    this.admission = config.admission(signatures);
    this.budget = config.budget();
    this.intentsTopic = config.topics().intents();
  }

  /** Makes a processor per task, and names its stores. */
  static ProcessorSupplier<byte[], byte[], RoutedKey, byte[]> supplier(
      AdmissionConfig config, Codecs codecs, int partitions, AdmissionMeters meters, Ahead ahead) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], RoutedKey, byte[]> get() {
        return new AdmissionProcessor(config, codecs, partitions, meters, ahead);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            Streams.diskStore(AgentRows.STORE),
            Streams.heapStore(RoomRows.STORE),
            Streams.heapStore(ControlRows.STORE),
            Streams.heapStore(Position.STORE));
      }
    };
  }

  @Override
  public void init(ProcessorContext<RoutedKey, byte[]> task) {
    context = task;
    gauges = meters.task(task.taskId().partition());
    door = new Door(codecs.intent(), task.taskId().partition(), partitions);
    controlDoor = new ControlDoor(codecs.control(), signatures);
    CommitStore agentStore = task.getStateStore(AgentRows.STORE);
    agents = new AgentRows(agentStore.rows(), config.getInt(AdmissionConfig.AGENTS_HELD));
    agentStore.beforeCommit(agents::write);
    room =
        new RoomRows(
            task.<CommitStore>getStateStore(RoomRows.STORE).rows(),
            codecs.candidate(),
            config.getInt(AdmissionConfig.ROOM_CAPACITY));
    controls =
        new ControlRows(
            task.<CommitStore>getStateStore(ControlRows.STORE).rows(), codecs.control());
    arrivals = new Arrivals(new SigningRules(intentsTopic), door, controls);
    CommitStore positionStore = task.getStateStore(Position.STORE);
    position = new Position(positionStore.rows());
    pace = CommitPace.of(task, config);
    positionStore.beforeCommit(
        () -> {
          pace.committing();
          position.write();
        });
    outbox = new Outbox(task, codecs, config.ledgerName(), meters);
    gauges.capacity(config.getInt(AdmissionConfig.ROOM_CAPACITY));
    gauges.depth(room.depth());
    gauges.valve(controls.valveIsClosedAt(task.currentSystemTimeMs()));
    Duration turn = Duration.ofMillis(config.getLong(AdmissionConfig.RELEASE_INTERVAL_MS));
    task.schedule(turn, PunctuationType.WALL_CLOCK_TIME, this::release);
    task.schedule(SWEEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::forget);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = context.recordMetadata().orElseThrow();
    if (at.topic().equals(intentsTopic)) {
      signatures.turnTo(at.partition(), at.offset());
      arrive(record, at);
      signatures.over();
    } else {
      control(record, at);
    }
    pace.worked();
  }

  private void arrive(Record<byte[], byte[]> record, RecordMetadata at) {
    meters.intent();
    long nowMs = context.currentSystemTimeMs();
    long previous = position.moveTo(at.offset());
    appendedMs = record.timestamp();
    Door.Entry entry = door.read(record);
    Intent intent = entry.intent();
    if (intent == null || entry.reason() != null) {
      Reason reason = entry.reason() == null ? Reason.MALFORMED : entry.reason();
      outbox.deadLetter(at, record.value(), reason, entry.detail(), nowMs);
      var refuse = new Answer.Refuse(reason, entry.detail(), null, null);
      refuse(entry.agent(), intent, refuse, at.offset(), previous, nowMs);
      return;
    }
    Control jail = controls.jailOf(intent.agent());
    Answer.Refuse stopped =
        admission.release(intent, jail, nowMs); // it may have lain in the topic for long
    if (stopped != null) {
      refuse(intent.agent(), intent, stopped, at.offset(), previous, nowMs);
      return;
    }
    Admission.Arrival arrival = arrivals.of(entry, intent, record, at);
    AgentState agent = agents.of(intent.agent());
    int depth = room.depth();
    Admission.Offer offer = admission.offer(agent, depth, jail, arrival);
    if (!offer.state().equals(agent)) {
      agents.save(intent.agent(), offer.state());
    }
    if (offer.answer() instanceof Answer.Refuse refused) {
      refuse(intent.agent(), intent, refused, at.offset(), previous, nowMs);
      return;
    }
    queue(
        new Candidate(
            intent, Arrivals.facts(arrival, offer.state().bucket(), at, previous, depth, nowMs)),
        nowMs);
  }

  /** Straight through when nobody waits and the budget has it; else into the room. */
  private void queue(Candidate candidate, long nowMs) {
    if (room.isEmpty() && !controls.valveIsClosedAt(nowMs) && budget.tryTake(nowMs)) {
      outbox.candidate(released(candidate, nowMs));
    } else {
      room.enter(candidate);
      gauges.depth(room.depth());
      outbox.waiting(candidate);
    }
  }

  /**
   * The clock's turn: releases who waits, most urgent first, as far as valve, budget and turn
   * allow.
   */
  private void release(long turnMs) {
    long nowMs = context.currentSystemTimeMs();
    gauges.valve(controls.valveIsClosedAt(nowMs));
    int left = config.getInt(AdmissionConfig.RELEASE_TURN_MAX);
    while (left > 0 && !room.isEmpty() && !controls.valveIsClosedAt(nowMs)) {
      Candidate first = room.first();
      Intent intent = first.intent();
      Answer.Refuse stopped = admission.release(intent, controls.jailOf(intent.agent()), nowMs);
      if (stopped == null) {
        stopped = arrivals.revoked(first);
      }
      if (stopped == null && !budget.tryTake(nowMs)) {
        return;
      }
      room.removeFirst();
      gauges.depth(room.depth());
      left--;
      if (stopped == null) {
        outbox.candidate(released(first, nowMs));
      } else {
        AdmissionFacts facts = first.facts();
        refuse(
            intent.agent(), intent, stopped, facts.sourceOffset(), facts.previousOffset(), nowMs);
      }
    }
  }

  /**
   * Once a second: forgets agents of whom nothing is left to know.
   *
   * <p>Measured on append time, as buckets are: while a backlog is worked off, the task's clock is
   * far ahead of it, and by that clock every agent of the backlog would seem long idle.
   */
  private void forget(long turnMs) {
    if (appendedMs == NOTHING_YET) {
      return;
    }
    long rememberMs = config.getLong(AdmissionConfig.REMEMBER_MS);
    agents.sweep(
        config.getInt(AdmissionConfig.SWEEP_MAX),
        agent -> admission.isForgettable(agent, appendedMs, rememberMs));
    gauges.agents(agents.counted());
  }

  @Override
  public void close() {
    signatures.forget(context.taskId().partition());
    gauges.close();
  }

  private void control(Record<byte[], byte[]> record, RecordMetadata at) {
    ControlDoor.Entry entry = controlDoor.read(record);
    Control control = entry.control();
    if (control == null) {
      outbox.deadLetter(
          at, record.value(), entry.reason(), entry.problem(), context.currentSystemTimeMs());
    } else {
      controls.apply(control, record.value(), at.offset());
      LOG.atInfo()
          .addKeyValue("event", "control-in-force")
          .addKeyValue("partition", at.partition())
          .log(
              "partition {} obeys {}: {}, by {}: {}",
              at.partition(),
              PlainText.escaped(control.key()),
              control.engaged() ? "engaged" : "lifted",
              PlainText.escaped(control.who()),
              PlainText.escaped(control.reason()));
    }
  }

  private void refuse(
      String agent,
      @Nullable Intent intent,
      Answer.Refuse answer,
      long offset,
      long previous,
      long nowMs) {
    outbox.refusal(
        new Refusal(
            agent,
            intent == null ? null : intent.id(),
            answer.reason(),
            answer.detail(),
            answer.retryAfterMs(),
            answer.earlierOffset(),
            room.depth(),
            config.getInt(AdmissionConfig.ROOM_CAPACITY),
            context.taskId().partition(),
            offset,
            previous,
            nowMs));
  }

  private Candidate released(Candidate candidate, long nowMs) {
    return new Candidate(candidate.intent(), candidate.facts().releasedAt(nowMs, controls.last()));
  }
}
