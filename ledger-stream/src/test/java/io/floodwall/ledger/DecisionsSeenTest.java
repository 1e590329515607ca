package io.floodwall.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionsSeenTest {
  private final Rows rows = new Rows();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void numbersInAnyOrderAndOverRestartsAreSeenOnceAndTheGapIsKnown(long seed) {
    var random = new Random(seed * 0x9E3779B97F4A7C15L);
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < 200_000; i++) {
      numbers.add(i);
    }
    int reach = 1 + random.nextInt(3_000);
    for (int i = 0; i < numbers.size(); i += reach) {
      Collections.shuffle(numbers.subList(i, Math.min(numbers.size(), i + reach)), random);
    }
    Set<Long> expected = new HashSet<>();
    long through = DecisionsSeen.NONE;
    var seen = new DecisionsSeen(rows);
    for (long number : numbers) {
      assertThat(seen.contains(number)).as("seed %d, %d", seed, number).isFalse();
      seen.add(number);
      expected.add(number);
      while (expected.remove(through + 1)) {
        through++;
      }
      assertThat(seen.through()).as("seed %d", seed).isEqualTo(through);
      if (random.nextInt(2_000) == 0) {
        seen.write();
        seen = new DecisionsSeen(rows);
        assertThat(seen.through()).isEqualTo(through);
        for (long ahead : expected) {
          assertThat(seen.contains(ahead)).as("seed %d, %d ahead", seed, ahead).isTrue();
        }
      }
    }
    seen.write();
    assertThat(rows.size()).as("only the position is left").isEqualTo(1);
  }

  @Test
  void aNumberFarAheadNeedsNoMemoryAndIsNotForgotten() {
    var seen = new DecisionsSeen(rows);
    long far = Long.MAX_VALUE - 1;
    seen.add(far);
    seen.add(0);
    seen.add(2);
    assertThat(seen.contains(far)).isTrue();
    assertThat(seen.contains(far - 1)).isFalse();
    seen.write();
    var restarted = new DecisionsSeen(rows);
    assertThat(restarted.contains(far)).isTrue();
    assertThat(restarted.contains(2)).isTrue();
    restarted.add(1);
    assertThat(restarted.through()).isEqualTo(2);
    assertThatThrownBy(() -> restarted.add(far)).hasMessageContaining("already");
  }

  @Test
  void aNumberThatWasFarWhenItCameClosesTheGapWhenTheOthersArrive() {
    var seen = new DecisionsSeen(rows);
    long far = DecisionsSeen.WINDOW;
    seen.add(far);
    for (long i = 0; i < far; i++) {
      seen.add(i);
    }
    assertThat(seen.through()).isEqualTo(far);
    seen.write();
    assertThat(rows.size()).isEqualTo(1);
  }

  @Test
  void rowsOfAnEarlierVersionAreReadAndBecomeBits() {
    rows.put(new byte[] {0}, ByteBuffer.allocate(16).putLong(4).putLong(2).array());
    for (long ahead : new long[] {6, 300}) {
      rows.put(ByteBuffer.allocate(8).putLong(ahead).array(), new byte[0]);
    }
    var seen = new DecisionsSeen(rows);
    assertThat(seen.ahead()).isEqualTo(2);
    seen.add(5);
    assertThat(seen.through()).isEqualTo(6);
    seen.write();

    assertThat(rows.size()).isEqualTo(1);
    assertThat(new DecisionsSeen(rows).contains(300)).isTrue();
  }

  /** A store in memory, ordered by unsigned bytes. */
  private static final class Rows implements KeyValueStore<byte[], byte[]> {
    private final TreeMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

    int size() {
      return rows.size();
    }

    @Override
    public void put(byte[] key, byte[] value) {
      if (value == null) {
        rows.remove(key);
      } else {
        rows.put(key, value);
      }
    }

    @Override
    public byte[] putIfAbsent(byte[] key, byte[] value) {
      return rows.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<byte[], byte[]>> entries) {
      entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(byte[] key) {
      return rows.remove(key);
    }

    @Override
    public byte[] get(byte[] key) {
      return rows.get(key);
    }

    @Override
    public KeyValueIterator<byte[], byte[]> range(byte[] from, byte[] to) {
      return iterate(rows.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<byte[], byte[]> all() {
      return iterate(rows);
    }

    @Override
    public long approximateNumEntries() {
      return rows.size();
    }

    @Override
    public String name() {
      return DecisionsSeen.STORE;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
      return false;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    private static KeyValueIterator<byte[], byte[]> iterate(Map<byte[], byte[]> rows) {
      Iterator<Map.Entry<byte[], byte[]>> in = List.copyOf(rows.entrySet()).iterator();
      return new KeyValueIterator<>() {
        @Override
        public void close() {}

        @Override
        public byte[] peekNextKey() {
          throw new UnsupportedOperationException();
        }

        @Override
        public boolean hasNext() {
          return in.hasNext();
        }

        @Override
        public KeyValue<byte[], byte[]> next() {
          Map.Entry<byte[], byte[]> row = in.next();
          return KeyValue.pair(row.getKey(), row.getValue());
        }
      };
    }
  }
}
