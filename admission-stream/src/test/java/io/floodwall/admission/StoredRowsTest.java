package io.floodwall.admission;

import static io.floodwall.admission.Wall.CODECS;
import static io.floodwall.admission.Wall.T0;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Place;
import io.floodwall.core.admission.RecentIntents;
import io.floodwall.core.admission.RecentIntents.Accepted;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.intent.Priority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rows of the four stores: their bytes, and what is made of rows that were there before. */
final class StoredRowsTest {
  private final KeyValueStore<byte[], byte[]> store = HeapStore.open();

  @Nested
  class Agents {
    private final AgentRows rows = new AgentRows(store, 0);

    @Test
    void strangerHasNoRow() {
      assertThat(rows.of("a")).isEqualTo(AgentState.UNKNOWN);
      rows.save("a", AgentState.UNKNOWN);
      assertThat(store.approximateNumEntries()).isZero();
    }

    @Test
    void rowIsVersionBucketAndThenEachRecentIntent() {
      RecentIntents recent =
          RecentIntents.NONE.with(new Accepted(1, 2, 3), 9).with(new Accepted(-1, -2, 4), 9);
      rows.save("\u00fc", new AgentState(new TokenBucket(5_000_000, 7, 9), recent));
      rows.write();

      assertThat(HexFormat.of().formatHex(store.get("\u00fc".getBytes(UTF_8))))
          .isEqualTo(
              "01"
                  + "00000000004c4b40"
                  + "0000000000000007"
                  + "0000000000000009"
                  + "000000000000000100000000000000020000000000000003"
                  + "fffffffffffffffffffffffffffffffe0000000000000004");
    }

    @Test
    void everyStateIsReadAsItWasSaved() {
      long seed = 3;
      var random = new Random(seed);
      for (int i = 0; i < 200; i++) {
        RecentIntents recent = RecentIntents.NONE;
        for (int n = random.nextInt(70); n > 0; n--) {
          var accepted = new Accepted(random.nextLong(), random.nextLong(), random.nextLong());
          recent = recent.with(accepted, 64);
        }
        var bucket = new TokenBucket(random.nextLong(), random.nextLong(), random.nextLong());
        var state = new AgentState(bucket, recent);
        rows.save("a", state);
        assertThat(new AgentRows(store, 0).of("a")).as("seed %d", seed).isEqualTo(state);
      }
    }

    @Test
    void agentsThatChangeOftenAreWrittenOnceACommit() {
      AgentRows holding = new AgentRows(store, 2);
      AgentState last = AgentState.UNKNOWN;
      for (long tokens = 1; tokens <= 5; tokens++) {
        last = new AgentState(new TokenBucket(tokens, 0, 0), RecentIntents.NONE);
        holding.save("a", last);
      }
      assertThat(holding.of("a")).isEqualTo(last);
      assertThat(store.get("a".getBytes(UTF_8))).as("no commit yet").isNull();

      holding.write();
      assertThat(rows.of("a")).isEqualTo(last);
    }

    @Test
    void anAgentThatIsPushedOutIsWrittenThen() {
      AgentRows holding = new AgentRows(store, 2);
      for (String agent : List.of("a", "b", "a", "c")) {
        holding.save(agent, new AgentState(TokenBucket.empty(agent.charAt(0)), RecentIntents.NONE));
      }
      assertThat(store.get("b".getBytes(UTF_8))).as("used longest ago").isNotNull();
      assertThat(store.get("a".getBytes(UTF_8))).isNull();
      assertThat(holding.of("b").bucket()).isEqualTo(TokenBucket.empty('b'));
    }

    @Test
    void aForgottenAgentIsNotRememberedByTheHeap() {
      AgentRows holding = new AgentRows(store, 2);
      holding.save("a", new AgentState(TokenBucket.empty(0), RecentIntents.NONE));
      holding.sweep(10, state -> true);

      assertThat(holding.of("a")).isEqualTo(AgentState.UNKNOWN);
      holding.write();
      assertThat(store.get("a".getBytes(UTF_8))).isNull();
    }

    @Test
    void rowOfALaterVersionStopsTheTask() {
      rows.save("a", new AgentState(TokenBucket.empty(0), RecentIntents.NONE));
      byte[] row = store.get("a".getBytes(UTF_8));
      row[0] = 2;
      store.put("a".getBytes(UTF_8), row);

      assertThatThrownBy(() -> rows.of("a"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("version 2");
    }
  }

  @Nested
  class Room {
    private RoomRows open(long capacity) {
      return new RoomRows(store, CODECS.candidate(), capacity);
    }

    private static Candidate waiting(Priority priority, long offset) {
      var bucket = new TokenBucket(1, 2, T0);
      return new Candidate(
          Draft.of("a", "" + offset).priority(priority).intent(),
          new AdmissionFacts(0, offset, offset - 1, T0, bucket, 3, T0, -1, null));
    }

    @Test
    void orderIsRebuiltFromRowsThatWereWrittenInAnyOrder() {
      long seed = 5;
      var expected = new ArrayList<Candidate>();
      for (Priority priority :
          List.of(Priority.PAGER, Priority.URGENT, Priority.NORMAL, Priority.BULK)) {
        for (long offset : new long[] {0, 1, 127, 128, 255, 256, 65_536, 1L << 40}) {
          expected.add(waiting(priority, offset));
        }
      }
      var written = new ArrayList<>(expected);
      Collections.shuffle(written, new Random(seed));
      written.forEach(
          c ->
              store.put(
                  new Place(c.intent().priority(), c.facts().sourceOffset()).toKey(),
                  CODECS.candidate().encode(c)));

      RoomRows room = open(2);
      var released = new ArrayList<Candidate>();
      while (!room.isEmpty()) {
        released.add(room.first());
        room.removeFirst();
      }
      assertThat(released).as("seed %d", seed).isEqualTo(expected);
      assertThat(store.approximateNumEntries()).isZero();
    }

    @Test
    void lookingAtTheFirstLeavesItWhereItIs() {
      RoomRows room = open(1);
      room.enter(waiting(Priority.BULK, 9));

      assertThat(room.first()).isEqualTo(room.first());
      assertThat(room.depth()).isEqualTo(1);
      assertThat(open(1).first()).isEqualTo(waiting(Priority.BULK, 9));
    }

    @Test
    void placeWithoutItsRowStopsTheTask() {
      RoomRows room = open(1);
      room.enter(waiting(Priority.BULK, 9));
      store.delete(new Place(Priority.BULK, 9).toKey());

      assertThatThrownBy(room::first)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has no row");
    }

    @Test
    void rowThatDoesNotDecodeStopsTheTask() {
      store.put(new Place(Priority.BULK, 9).toKey(), new byte[] {1, 2, 3});

      assertThatThrownBy(open(1)::first)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not decode");
    }
  }

  @Nested
  class Controls {
    private ControlRows open() {
      return new ControlRows(store, CODECS.control());
    }

    private void apply(ControlRows rows, Control control, long offset) {
      rows.apply(control, CODECS.control().encode(control), offset);
    }

    @Test
    void nothingIsInForceAtFirst() {
      ControlRows rows = open();
      assertThat(rows.valveIsClosedAt(T0)).isFalse();
      assertThat(rows.jailOf("a")).isNull();
      assertThat(rows.last()).isNull();
    }

    @Test
    void valveJailsAndTheLastOrderAreThereAgain() {
      Control jail = Control.jail("a/b \u00fc", true, "why", "ops", T0);
      ControlRows rows = open();
      apply(rows, Control.valve(true, "why", "ops", T0 + 1), 7);
      apply(rows, jail, 1L << 33);

      ControlRows again = open();
      assertThat(again.valveIsClosedAt(T0)).isTrue();
      assertThat(again.valveIsClosedAt(T0 + 1)).isFalse();
      assertThat(again.jailOf("a/b \u00fc")).isEqualTo(jail);
      assertThat(again.jailOf("a/b")).isNull();
      assertThat(again.last()).isEqualTo(new AdmissionFacts.ControlRef(jail.key(), 1L << 33));
    }

    @Test
    void rowIsTheControlExactlyAsItWasPublished() {
      byte[] value = CODECS.control().encode(Control.valve(true, "why", "ops", null));
      open().apply(Control.valve(true, "why", "ops", null), value, 0);
      assertThat(store.get("valve".getBytes(UTF_8))).isEqualTo(value);
    }

    @Test
    void storedOrderThatDoesNotDecodeStopsTheTaskAndOpensNothing() {
      store.put("valve".getBytes(UTF_8), new byte[] {1});

      assertThatThrownBy(this::open)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the stored control valve does not decode");
    }
  }

  @Nested
  class Positions {
    @Test
    void nothingComesBeforeTheFirst() {
      assertThat(new Position(store).moveTo(17)).isEqualTo(Position.NONE).isEqualTo(-1);
    }

    @Test
    void goesOnWhereTheLastCommitLeftIt() {
      move(17);
      assertThat(move(1L << 40)).isEqualTo(17);
      assertThat(new Position(store).moveTo((1L << 40) + 1)).isEqualTo(1L << 40);
      assertThat(new Position(store).moveTo((1L << 40) + 9)).isEqualTo(1L << 40);
    }

    @Test
    void recordThatWasConsumedBeforeStopsTheTask() {
      move(17);
      for (long offset : new long[] {17, 16, 0}) {
        assertThatThrownBy(() -> new Position(store).moveTo(offset))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("offset " + offset + " of intents comes after offset 17");
      }
    }

    private long move(long offset) {
      var position = new Position(store);
      long previous = position.moveTo(offset);
      position.write();
      return previous;
    }
  }
}
