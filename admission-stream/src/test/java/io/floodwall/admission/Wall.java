package io.floodwall.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.Hash;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.schemas.Codec;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;
import org.jspecify.annotations.Nullable;

/**
 * Admission in the words of the domain: offer intents at one end, read what came of them at the
 * other, each told once.
 *
 * <p>The task's clock starts at {@link #T0} and moves only by {@link #advance}; append times are
 * given with each offer.
 */
final class Wall implements AutoCloseable {
  static final long T0 = Instant.parse("2026-05-01T12:00:00Z").toEpochMilli();
  static final Codecs CODECS = Codecs.pinned();

  private final Driven driven;
  private final Topics topics;
  private final Map<String, Integer> idsGiven = new HashMap<>();
  private long nowMs = T0;

  /** A wall of one partition; settings are keys and values in turn. */
  Wall(String... settings) {
    this(1, settings);
  }

  /** The first partition of a wall of {@code partitions}. */
  Wall(int partitions, String... settings) {
    AdmissionConfig config = Configs.of(settings);
    topics = config.topics();
    driven = new Driven(config, partitions, T0);
  }

  // What the world does

  /** Intents of {@code agent}, whose ids go on from those it offered before: 1, 2 ... */
  Offering offer(String agent, int count) {
    int first = idsGiven.merge(agent, count, Integer::sum) - count + 1;
    var drafts =
        IntStream.range(first, first + count)
            .mapToObj(id -> Draft.of(agent, Integer.toString(id)))
            .toList();
    return new Offering(this, drafts);
  }

  /** One intent with an id of choice. */
  Offering offerAs(String agent, String id) {
    return new Offering(this, List.of(Draft.of(agent, id)));
  }

  void send(@Nullable String agent, byte @Nullable [] value, long appendMs) {
    send(agent == null ? null : agent.getBytes(UTF_8), value, new RecordHeaders(), appendMs);
  }

  void send(byte @Nullable [] key, byte @Nullable [] value, Headers headers, long appendMs) {
    driven.pipe(topics.intents(), key, value, headers, appendMs);
  }

  void order(Control control) {
    control(control.key(), CODECS.control().encode(control));
  }

  void control(@Nullable String key, byte @Nullable [] value) {
    byte[] bytes = key == null ? null : key.getBytes(UTF_8);
    driven.pipe(topics.controls(), bytes, value, new RecordHeaders(), nowMs);
  }

  void closeValve() {
    order(Control.valve(true, "incident", "ops", null));
  }

  void openValve() {
    order(Control.valve(false, "over", "ops", null));
  }

  /** The task's clock moves on and takes its turn once. */
  void advance(Duration time) {
    nowMs += time.toMillis();
    driven.advance(time);
  }

  long nowMs() {
    return nowMs;
  }

  // What came of it, each told once

  List<Refusal> refusals() {
    return read(topics.refused(), CODECS.refusal());
  }

  List<Candidate> candidates() {
    return read(topics.candidates(), CODECS.candidate());
  }

  List<Waiting> entries() {
    return read(topics.waiting(), CODECS.waiting());
  }

  List<Dead> deadLetters() {
    return records(topics.deadLetters()).stream().map(Dead::of).toList();
  }

  List<TestRecord<byte[], byte[]>> records(String topic) {
    return driven.read(topic);
  }

  ListAssert<Refused> refused() {
    return Assertions.assertThat(refusals().stream().map(Refused::of).toList()).as("refused");
  }

  /** Released intents as agent#id, in order. */
  ListAssert<String> released() {
    var names = candidates().stream().map(c -> c.intent().agent() + "#" + c.intent().id()).toList();
    return Assertions.assertThat(names).as("released");
  }

  /** Intents that entered the room, as agent#id, in order. */
  ListAssert<String> waiting() {
    var names = entries().stream().map(w -> w.agent() + "#" + w.intentId()).toList();
    return Assertions.assertThat(names).as("entered the room");
  }

  // What is kept

  /** The agent's row, or UNKNOWN when there is none. */
  AgentState agent(String agent) {
    return new AgentRows(driven.store(AgentRows.STORE), 0).of(agent);
  }

  /** How many rows the waiting room has. */
  int depth() {
    return new RoomRows(driven.store(RoomRows.STORE), CODECS.candidate(), Long.MAX_VALUE).depth();
  }

  Topics topics() {
    return topics;
  }

  Driven driven() {
    return driven;
  }

  @Override
  public void close() {
    driven.close();
  }

  private <T> List<T> read(String topic, Codec<T> codec) {
    return records(topic).stream().map(record -> decoded(codec, record.value())).toList();
  }

  /** The SHA-256 of what stands behind the framing. */
  static Hash digest(byte[] value) {
    return Hash.sha256(value, Door.FRAMING_BYTES, value.length - Door.FRAMING_BYTES);
  }

  static <T> T decoded(Codec<T> codec, byte[] value) {
    try {
      return codec.decode(value);
    } catch (MalformedRecordException e) {
      throw new AssertionError("admission wrote what it cannot read", e);
    }
  }
}
