package io.floodwall.app.look;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.TopicReader.Span;
import io.floodwall.app.wall.TopicReader.Split;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks one intent up in its agent's partition: its newest record from the end of the intents
 * backwards, then what answered that record, from its time on.
 *
 * <p>A record that only used the id of an earlier one leads to that one's story.
 */
final class StorySearch {
  /** Offsets of each topic that are read at a time, so that a find ends the search early. */
  private static final long CHUNK_OFFSETS = 50_000;

  private final Wall wall;
  private final TopicReader reader;
  private final String agent;
  private final String id;
  private final int partition;
  private final @Nullable Long sinceMs;
  private final long nowMs;

  private @Nullable Arrival arrival;
  private @Nullable Waiting waiting;
  private @Nullable Candidate candidate;
  private @Nullable Refusal refusal;
  private @Nullable Refusal resent;
  private @Nullable Decision decision;
  private @Nullable Hash digest; // of the decision, as outcomes name it
  private Attempts attempts = Attempts.NONE;
  private long wanted = -1; // the offset of the record whose answer is looked for

  StorySearch(Wall wall, String agent, String id, @Nullable Long sinceMs, long nowMs) {
    this.wall = wall;
    this.reader = new TopicReader(wall);
    this.agent = agent;
    this.id = id;
    this.partition = Topics.partitionOf(agent, wall.partitions());
    this.sinceMs = sinceMs;
    this.nowMs = nowMs;
  }

  /** The story, or null when nothing is there of such an intent. */
  @Nullable Story find() {
    Topics topics = wall.topics();
    backwards(List.of(topics.intents()), () -> arrival != null);
    if (arrival == null) {
      backwards(answers(), () -> decision != null || refusal != null);
    } else {
      wanted = arrival.offset();
      forwards(arrival.appendMs(), this::isAnswered);
    }
    Refusal again = refusal;
    if (again != null && again.earlierOffset() != null && isOfTheId(again.reason())) {
      resent = again;
      refusal = null;
      arrival = null;
      wanted = again.earlierOffset();
      backwards(List.of(topics.intents()), () -> arrival != null);
      if (arrival == null) {
        backwards(answers(), this::isAnswered);
      } else {
        forwards(arrival.appendMs(), this::isAnswered);
      }
    }
    return story();
  }

  private static boolean isOfTheId(Reason reason) {
    return reason == Reason.DUPLICATE || reason == Reason.ID_CONFLICT;
  }

  private List<String> answers() {
    Topics topics = wall.topics();
    return List.of(topics.admitted(), topics.deferred(), topics.rejected(), topics.refused());
  }

  private boolean isAnswered() {
    return decision != null || refusal != null;
  }

  private @Nullable Story story() {
    long offset = wanted;
    if (decision != null) {
      offset = decision.facts().sourceOffset();
    } else if (refusal != null) {
      offset = refusal.sourceOffset();
    } else if (arrival == null && resent == null) {
      return null;
    }
    var place = new AnswerEntry(wall, reader, partition);
    Decision ruled = decision;
    if (ruled != null && ruled.verdict() == Verdict.ADMIT) {
      attempts(ruled.decidedAtMs());
    }
    boolean inForce = decision != null && place.isInForce(decision);
    long entry = -1;
    if (decision != null && inForce) {
      entry = place.of(decision);
    } else if (refusal != null) {
      entry = place.of(refusal);
    }
    return new Story(
        agent,
        id,
        partition,
        offset,
        arrival,
        waiting,
        candidate,
        refusal,
        decision,
        inForce,
        entry,
        resent,
        attempts,
        isAnswered() ? null : stopped());
  }

  private void attempts(long fromMs) {
    List<TopicPartition> outcomes = in(List.of(wall.topics().outcomes()));
    read(reader.since(outcomes, fromMs - IntentFeed.CLOCK_SLACK_MS), false, () -> false);
  }

  /** The closed valve, or the agent's jail, or null. */
  private @Nullable Control stopped() {
    return Orders.of(wall).stream()
        .map(Orders.Order::control)
        .filter(control -> control.isInForceAt(nowMs))
        .filter(control -> control.kind() == Control.Kind.VALVE || isJail(control))
        .reduce((jail, valve) -> valve)
        .orElse(null);
  }

  private boolean isJail(Control control) {
    return control.kind() == Control.Kind.JAIL && control.agent().equals(agent);
  }

  private void backwards(List<String> topics, BooleanSupplier found) {
    Span left = sinceMs == null ? reader.whole(in(topics)) : reader.since(in(topics), sinceMs);
    read(left, true, found);
  }

  private void forwards(long fromMs, BooleanSupplier found) {
    Topics topics = wall.topics();
    List<TopicPartition> answers = in(answers());
    long sinceAnswerMs = fromMs - IntentFeed.CLOCK_SLACK_MS;
    read(reader.since(answers, sinceAnswerMs), false, found);
    if (decision == null) {
      List<TopicPartition> before = in(List.of(topics.waiting(), topics.candidates()));
      read(
          reader.since(before, sinceAnswerMs),
          false,
          () -> candidate != null || (refusal != null && waiting != null));
    }
  }

  private void read(Span span, boolean fromTheEnd, BooleanSupplier found) {
    Span left = span;
    while (!left.isEmpty() && !found.getAsBoolean()) {
      Split next = left.split(CHUNK_OFFSETS, fromTheEnd);
      reader.read(next.part(), this::take);
      left = next.rest();
    }
  }

  private List<TopicPartition> in(List<String> topics) {
    return topics.stream().map(topic -> new TopicPartition(topic, partition)).toList();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || !agent.equals(new String(record.key(), StandardCharsets.UTF_8))) {
      return;
    }
    Topics topics = wall.topics();
    String topic = record.topic();
    try {
      if (topic.equals(topics.intents())) {
        var intent = wall.codecs().intent().decode(record.value());
        if (intent.id().equals(id) && isWanted(record.offset())) {
          arrival = new Arrival(partition, record.offset(), agent, record.timestamp(), intent);
        }
      } else if (topic.equals(topics.refused())) {
        Refusal found = wall.codecs().refusal().decode(record.value());
        if (id.equals(found.intentId()) && isWanted(found.sourceOffset())) {
          refusal = found;
        }
      } else if (topic.equals(topics.waiting())) {
        Waiting found = wall.codecs().waiting().decode(record.value());
        waiting = isWanted(found.sourceOffset()) ? found : waiting;
      } else if (topic.equals(topics.candidates())) {
        Candidate found = wall.codecs().candidate().decode(record.value());
        candidate = isWanted(found.facts().sourceOffset()) ? found : candidate;
      } else if (topic.equals(topics.outcomes())) {
        Outcome found = wall.codecs().outcome().decode(record.value());
        attempts = found.decision().equals(digest) ? attempts.and(found) : attempts;
      } else {
        Decision found = wall.codecs().decision().decode(record.value());
        if (found.intent().id().equals(id) && isWanted(found.facts().sourceOffset())) {
          decision = found;
          digest = wall.codecs().unframe(record.value()).payload().sha256();
        }
      }
    } catch (MalformedRecordException e) {
      return; // it has no id, so it is not the one that is looked for
    }
  }

  private boolean isWanted(long offset) {
    return wanted < 0 || offset == wanted;
  }
}
