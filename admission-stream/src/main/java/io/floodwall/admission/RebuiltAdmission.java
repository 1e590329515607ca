package io.floodwall.admission;

import io.floodwall.core.admission.Admission;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.RecentIntents;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.intent.Intent;
import io.floodwall.runtime.RowStore;
import io.floodwall.schemas.Codecs;
import io.floodwall.tlog.Ed25519Signatures;
import java.util.List;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The state of one partition's admission, made anew from what became of its intents: no rule is
 * asked who may pass, only what passing has cost.
 *
 * <p>Fed with decisions on intents that are gone, then with the intents that are left, in the order
 * of their offsets. Buckets are those on record where there is one. Where there is none, because an
 * intent still waits or was refused for its rate, they are computed with the rate that is
 * configured.
 */
public final class RebuiltAdmission {
  private static final int AGENTS_HELD = 0; // nothing is committed in between

  private final RowStore agentRows = new RowStore(AgentRows.STORE);
  private final RowStore roomRows = new RowStore(RoomRows.STORE);
  private final RowStore controlRows = new RowStore(ControlRows.STORE);
  private final RowStore positionRows = new RowStore(Position.STORE);
  private final AgentRows agents = new AgentRows(agentRows, AGENTS_HELD);
  private final RoomRows room;
  private final ControlRows controls;
  private final ControlDoor controlDoor;
  private final Door door;
  private final Codecs codecs;
  private final Admission admission;
  private final AdmissionConfig config;
  private final int partition;
  private long appendedMs = Long.MIN_VALUE;
  private long deviations;
  private int waiting;

  /** The state before anything happened. */
  public RebuiltAdmission(AdmissionConfig config, Codecs codecs, int partition, int partitions) {
    this.config = config;
    this.codecs = codecs;
    this.partition = partition;
    this.room = new RoomRows(roomRows, codecs.candidate(), Integer.MAX_VALUE);
    this.controls = new ControlRows(controlRows, codecs.control());
    this.controlDoor =
        new ControlDoor(
            codecs.control(),
            new Ed25519Signatures(config.getInt(AdmissionConfig.SIGNING_KEYS_MAX)));
    this.door = new Door(codecs.intent(), partition, partitions);
    this.admission =
        new Admission(config.rate(), Long.MAX_VALUE, config.getInt(AdmissionConfig.RECENT_MAX));
  }

  /** A record of {@code controls}. */
  public void control(Record<byte[], byte[]> record, long offset) {
    Control control = controlDoor.read(record).control();
    if (control != null) {
      controls.apply(control, record.value(), offset);
    }
  }

  /** A decision on an intent that retention has taken; in the order of the intents' offsets. */
  public void decided(Decision decision) {
    byte[] body = codecs.intent().encode(decision.intent());
    long prefix = Door.bodyPrefix(body);
    AdmissionFacts facts = decision.facts();
    keep(decision.intent(), prefix, facts.sourceOffset(), facts.appendMs(), facts.bucket());
  }

  /** An intent that was released, with its agent's bucket after it. */
  public void released(Record<byte[], byte[]> record, long offset, TokenBucket bucket) {
    Door.Entry entry = read(record);
    if (entry.intent() != null) {
      keep(entry.intent(), entry.bodyPrefix(), offset, record.timestamp(), bucket);
    }
  }

  /** An intent that was accepted and refused when its turn came. */
  public void acceptedThenRefused(Record<byte[], byte[]> record, long offset) {
    Door.Entry entry = read(record);
    if (entry.intent() != null) {
      keep(entry.intent(), entry.bodyPrefix(), offset, record.timestamp(), null);
    }
  }

  /** An intent that was refused for its agent's rate: its bucket was refilled all the same. */
  public void rateLimited(Record<byte[], byte[]> record) {
    Door.Entry entry = read(record);
    Intent intent = entry.intent();
    if (intent != null) {
      AgentState was = of(intent.agent(), record.timestamp());
      TokenBucket.Take take =
          level(was, record.timestamp()).take(config.rate(), record.timestamp());
      deviations += take.taken() ? 1 : 0;
      agents.save(intent.agent(), new AgentState(take.bucket(), was.recent()));
    }
  }

  /** An intent that was refused at no cost, or that is none. */
  public void refused(Record<byte[], byte[]> record) {
    appendedMs = record.timestamp();
  }

  /**
   * An intent that waits; {@code news} is what its entering the room was told with, where that is
   * left. Answers whether it can wait at all.
   */
  public boolean waits(
      Record<byte[], byte[]> record, long offset, long previous, @Nullable Waiting news) {
    Door.Entry entry = read(record);
    Intent intent = entry.intent();
    if (intent == null || entry.reason() != null) {
      return false;
    }
    TokenBucket bucket = keep(intent, entry.bodyPrefix(), offset, record.timestamp(), null);
    room.enter(
        new Candidate(
            intent,
            new AdmissionFacts(
                partition,
                offset,
                previous,
                record.timestamp(),
                bucket,
                news == null ? waiting : news.depth(),
                news == null ? record.timestamp() : news.queuedAtMs(),
                -1,
                null)));
    waiting++;
    return true;
  }

  /** How many buckets on record are not what the configured rate leads to. */
  public long deviations() {
    return deviations;
  }

  /** How many wait. */
  public int waiting() {
    return waiting;
  }

  /** The rows of every store, once {@code consumed} is the last offset that was read, or -1. */
  public List<RowStore> stores(long consumed) {
    if (consumed >= 0) {
      var position = new Position(positionRows);
      position.moveTo(consumed);
      position.write();
    }
    if (appendedMs != Long.MIN_VALUE) {
      long rememberMs = config.getLong(AdmissionConfig.REMEMBER_MS);
      agents.sweep(
          Integer.MAX_VALUE, agent -> admission.isForgettable(agent, appendedMs, rememberMs));
    }
    agents.write();
    return List.of(agentRows, roomRows, controlRows, positionRows);
  }

  private Door.Entry read(Record<byte[], byte[]> record) {
    appendedMs = record.timestamp();
    return door.read(record);
  }

  private TokenBucket keep(
      Intent intent, long bodyPrefix, long offset, long appendMs, @Nullable TokenBucket recorded) {
    AgentState was = of(intent.agent(), appendMs);
    long id = Arrivals.idPrefix(intent);
    Admission.Offer offer =
        admission.offer(
            was, 0, null, new Admission.Arrival(intent, id, bodyPrefix, offset, appendMs));
    TokenBucket computed = offer.state().bucket();
    boolean isAsComputed =
        offer.answer() instanceof Answer.Queue && (recorded == null || recorded.equals(computed));
    deviations += isAsComputed ? 0 : 1;
    TokenBucket bucket = recorded != null ? recorded : computed;
    if (bucket == null) {
      bucket = level(was, appendMs);
    }
    var accepted = new RecentIntents.Accepted(id, bodyPrefix, offset);
    int recentMax = config.getInt(AdmissionConfig.RECENT_MAX);
    agents.save(intent.agent(), new AgentState(bucket, was.recent().with(accepted, recentMax)));
    appendedMs = appendMs;
    return bucket;
  }

  /** Who has been silent for long was forgotten meanwhile. */
  private AgentState of(String agent, long appendMs) {
    AgentState state = agents.of(agent);
    long rememberMs = config.getLong(AdmissionConfig.REMEMBER_MS);
    return admission.isForgettable(state, appendMs, rememberMs) ? AgentState.UNKNOWN : state;
  }

  private TokenBucket level(AgentState agent, long appendMs) {
    TokenBucket bucket = agent.bucket();
    return bucket == null ? TokenBucket.full(config.rate(), appendMs) : bucket;
  }
}
