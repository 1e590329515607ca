package io.floodwall.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.admission.Place;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.admission.TokenBucket;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** What is true of a wall after every event, whatever came before it. */
final class Invariants {
  private final Flood flood;
  private final Wall wall;
  private final Set<String> offered = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> released = new HashSet<>();

  Invariants(Flood flood, Wall wall) {
    this.flood = flood;
    this.wall = wall;
  }

  void offered(String intent) {
    offered.add(intent);
  }

  /** Checks everything, given the lines that were new. */
  void hold(List<String> lines) {
    for (String line : lines) {
      String intent = line.split(" ", 3)[1];
      if (line.startsWith("refused")) {
        assertThat(refused.add(intent)).as(line + " once").isTrue();
      } else if (line.startsWith("released")) {
        assertThat(released.add(intent)).as(line + " once").isTrue();
      }
    }
    everyIntentIsInOnePlace();
    assertThat(wall.depth()).isLessThanOrEqualTo(flood.capacity());
    bucketsAreWithinTheirBounds();
  }

  private void everyIntentIsInOnePlace() {
    var expected = new TreeSet<String>(offered);
    expected.removeAll(refused);
    expected.removeAll(released);
    assertThat(waiting()).isEqualTo(expected);
    assertThat(Collections.disjoint(refused, released)).isTrue();
  }

  private Set<String> waiting() {
    var waiting = new TreeSet<String>();
    try (KeyValueIterator<byte[], byte[]> rows = wall.driven().store(RoomRows.STORE).all()) {
      while (rows.hasNext()) {
        KeyValue<byte[], byte[]> row = rows.next();
        var candidate = Wall.decoded(Wall.CODECS.candidate(), row.value);
        assertThat(Place.ofKey(row.key).seq()).isEqualTo(candidate.facts().sourceOffset());
        waiting.add(candidate.intent().agent() + "#" + candidate.intent().id());
      }
    }
    return waiting;
  }

  private void bucketsAreWithinTheirBounds() {
    try (KeyValueIterator<byte[], byte[]> rows = wall.driven().store(AgentRows.STORE).all()) {
      while (rows.hasNext()) {
        TokenBucket bucket = AgentRows.decoded(rows.next().value).bucket();
        assertThat(bucket).isNotNull();
        assertThat(bucket.tokensMicros()).isBetween(0L, flood.burst() * RateLimit.MICROS);
        assertThat(bucket.remainder()).isBetween(0L, flood.periodMs() - 1);
      }
    }
  }
}
