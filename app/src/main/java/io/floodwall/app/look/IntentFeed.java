package io.floodwall.app.look;

import io.floodwall.app.ledger.ReadingProgress;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.TopicReader.Span;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.replay.NumberSet;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the topics say of intents: first what is there, then what comes.
 *
 * <p>Where every topic ends is noted first, {@code intents} before all others; then the answers are
 * read, then who waits, and the intents last. So an intent without an answer truly had none at one
 * moment, and whoever follows from the noted ends misses nothing.
 */
final class IntentFeed {
  /** An answer's time is its application's clock, which may be this far behind the broker's. */
  static final long CLOCK_SLACK_MS = 60_000;

  private final Wall wall;
  private final Scope scope;
  private final TopicReader reader;
  private final Map<Integer, Place> places = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  IntentFeed(Wall wall, Scope scope) {
    this.wall = wall;
    this.scope = scope;
    this.reader = new TopicReader(wall);
  }

  /** What has been told of one partition: facts that are told again change nothing. */
  private static final class Place {
    private final NumberSet answered = new NumberSet();
    private final NumberSet released = new NumberSet();
    private long from; // the first offset of intents that is looked at
  }

  /** Tells what is there; of the intents themselves only when {@code intentsToo}. */
  void snapshot(IntentSink sink, boolean intentsToo) {
    Topics topics = wall.topics();
    Span intents = span(List.of(topics.intents()), scope.sinceMs());
    intents.begin().forEach((partition, from) -> place(partition.partition()).from = from);
    Long sinceMs = scope.sinceMs() == null ? null : scope.sinceMs() - CLOCK_SLACK_MS;
    Span answers =
        span(
            List.of(
                topics.refused(),
                topics.admitted(),
                topics.deferred(),
                topics.rejected(),
                topics.candidates()),
            sinceMs);
    Span waiting = span(List.of(topics.waiting()), sinceMs);
    Map<TopicPartition, Long> heads = reader.whole(scope.of(topics.heads())).end();
    for (Map<TopicPartition, Long> end :
        List.of(intents.end(), answers.end(), waiting.end(), heads)) {
      ends.putAll(end);
    }
    read("answers", answers, sink);
    read("waiting", waiting, sink);
    if (intentsToo) {
      read("intents", intents, sink);
    }
    reader.last(scope.of(topics.heads())).values().forEach(record -> tell(record, sink));
  }

  /** Tells what comes after the snapshot, for as long as {@code goesOn}. */
  void follow(IntentSink sink, BooleanSupplier goesOn) {
    reader.follow(ends, record -> tell(record, sink), goesOn);
  }

  private Span span(Collection<String> topics, @Nullable Long sinceMs) {
    var partitions = new ArrayList<TopicPartition>();
    topics.forEach(topic -> partitions.addAll(scope.of(topic)));
    return sinceMs == null ? reader.whole(partitions) : reader.since(partitions, sinceMs);
  }

  private void read(String what, Span span, IntentSink sink) {
    try (var progress = new ReadingProgress("reading " + what)) {
      reader.read(
          span,
          new TopicReader.Sink() {
            @Override
            public void record(ConsumerRecord<byte[], byte[]> record) {
              tell(record, sink);
            }

            @Override
            public void progress(long done, long total) {
              progress.accept(done, total);
            }
          });
    }
  }

  private void tell(ConsumerRecord<byte[], byte[]> record, IntentSink sink) {
    String agent = PlainText.nameOf(record.key()); // as its refusal will call it
    Topics topics = wall.topics();
    boolean head = record.topic().equals(topics.heads());
    if (!head && scope.agent() != null && !scope.agent().equals(agent)) {
      return;
    }
    Place place = place(record.partition());
    if (record.topic().equals(topics.intents())) {
      arrived(record, agent, place, sink);
      return;
    }
    try {
      if (head) {
        sink.inForce(
            record.partition(), wall.codecs().head().decode(record.value()).decisionsThrough());
      } else if (record.topic().equals(topics.refused())) {
        Refusal refusal = wall.codecs().refusal().decode(record.value());
        once(refusal, Refusal::sourceOffset, place.answered, place, sink::refused);
      } else if (record.topic().equals(topics.waiting())) {
        Waiting news = wall.codecs().waiting().decode(record.value());
        boolean over =
            place.answered.contains(news.sourceOffset())
                || place.released.contains(news.sourceOffset());
        if (!over && news.sourceOffset() >= place.from) {
          sink.waiting(news);
        }
      } else if (record.topic().equals(topics.candidates())) {
        Candidate candidate = wall.codecs().candidate().decode(record.value());
        once(candidate, c -> c.facts().sourceOffset(), place.released, place, sink::released);
      } else {
        Decision decision = wall.codecs().decision().decode(record.value());
        once(decision, d -> d.facts().sourceOffset(), place.answered, place, sink::decided);
      }
    } catch (MalformedRecordException e) {
      return; // not an answer to anybody: the application whose input it is keeps it as a dead
      // letter
    }
  }

  private static <T> void once(
      T fact,
      Function<T, Long> offset,
      NumberSet told,
      Place place,
      java.util.function.Consumer<T> tell) {
    long at = offset.apply(fact);
    if (at >= place.from && told.add(at)) {
      tell.accept(fact);
    }
  }

  private void arrived(
      ConsumerRecord<byte[], byte[]> record, String agent, Place place, IntentSink sink) {
    Arrival arrival;
    try {
      arrival =
          new Arrival(
              record.partition(),
              record.offset(),
              agent,
              record.timestamp(),
              wall.codecs().intent().decode(record.value()));
    } catch (MalformedRecordException e) {
      arrival = new Arrival(record.partition(), record.offset(), agent, record.timestamp(), null);
    }
    sink.arrived(arrival, place.answered.contains(record.offset()));
  }

  private Place place(int partition) {
    return places.computeIfAbsent(partition, p -> new Place());
  }
}
