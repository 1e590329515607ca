package io.floodwall.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Bytes;
import io.floodwall.core.signing.SignatureHeader;
import io.floodwall.core.signing.Signatures;
import io.floodwall.tlog.Ed25519Signatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes ahead answers as the arithmetic in turn does, within its bounds, or not at all. */
@Timeout(60)
final class AheadTest {
  private static final String TOPIC = "floodwall.intents";
  private static final Hand HAND = Hand.of("deployer");
  private static final Hand OTHER = Hand.of("other");
  private static final Bytes KEY = HAND.secret().publicKey().encoded();
  private static final int TASKS_MAX = 8;

  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch go = new CountDownLatch(1);
  private final Ahead ahead = new Ahead(2, TASKS_MAX, 4, threads(null));
  private final Signatures inTurn = new Ed25519Signatures(4);

  @AfterEach
  void close() {
    go.countDown();
    ahead.close();
  }

  private ThreadFactory threads(@Nullable CountDownLatch waitFor) {
    return work -> {
      var thread =
          new Thread(
              () -> {
                try {
                  if (waitFor != null) {
                    waitFor.await();
                  }
                  work.run();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      thread.setDaemon(true);
      threads.add(thread);
      return thread;
    };
  }

  private static SignatureHeader signed(Hand hand, long offset) {
    return hand.signs(TOPIC, Draft.of("deployer", Long.toString(offset)));
  }

  private static void hand(Ahead to, long offset) {
    to.hand(0, offset, signed(HAND, offset).toBytes());
  }

  private static @Nullable Boolean ask(Ahead of, long offset) {
    SignatureHeader header = signed(HAND, offset);
    return of.answer(0, offset, KEY, header.statement().toBytes(), header.signature());
  }

  /** As many of this key's signatures may go ahead as there are tasks. */
  private static void earn(Ahead with, int places) {
    with.learn(KEY);
    for (int had = 1; had < places; had++) {
      for (int i = 1; i <= had; i++) {
        hand(with, -i);
      }
      assertThat(ask(with, -1)).isTrue();
      with.forget(0);
    }
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= 1;
    return copy;
  }

  @Nested
  class Answers {
    @Test
    void ofAGoodSignatureIsThatItHolds() {
      ahead.learn(KEY);
      hand(ahead, 0);
      assertThat(ask(ahead, 0)).isTrue();
    }

    @ParameterizedTest(name = "byte {0}")
    @ValueSource(ints = {9, 40, 41, 72, 73, 80, 120, 150})
    void areThoseOfTheArithmeticInTurnWhereverAHeaderWasChanged(int at) {
      ahead.learn(KEY);
      byte[] header = flipped(signed(HAND, 0).toBytes(), at);
      ahead.hand(0, 0, header);

      Bytes signature = Bytes.copyOf(Arrays.copyOfRange(header, 9, 73));
      byte[] message = Arrays.copyOfRange(header, 73, header.length);
      assertThat(ahead.answer(0, 0, KEY, message, signature))
          .isNotNull()
          .isEqualTo(inTurn.verifies(KEY, message, signature))
          .isFalse();
    }

    @Test
    void ofAnotherHandUnderThisKeysIdIsThatItDoesNotHold() {
      ahead.learn(KEY);
      SignatureHeader theirs = signed(OTHER, 0);
      var forged =
          new SignatureHeader(HAND.key(0, null).id(), theirs.signature(), theirs.statement());
      ahead.hand(0, 0, forged.toBytes());
      assertThat(ahead.answer(0, 0, KEY, forged.statement().toBytes(), forged.signature()))
          .isFalse();
    }

    @Test
    void areNotGivenToAnyOtherQuestionAndStillWaitForTheirOwn() {
      ahead.learn(KEY);
      hand(ahead, 0);
      SignatureHeader header = signed(HAND, 0);
      byte[] message = header.statement().toBytes();
      Bytes signature = header.signature();
      Bytes other = OTHER.secret().publicKey().encoded();

      assertThat(ahead.answer(0, 0, other, message, signature)).isNull();
      assertThat(ahead.answer(0, 0, KEY, flipped(message, 30), signature)).isNull();
      assertThat(ahead.answer(0, 0, KEY, message, Bytes.copyOf(flipped(signature.toArray(), 3))))
          .isNull();
      assertThat(ahead.answer(0, 1, KEY, message, signature)).isNull();
      assertThat(ahead.answer(1, 0, KEY, message, signature)).isNull();
      assertThat(ahead.answer(0, 0, KEY, message, signature)).isTrue();
      assertThat(ahead.answer(0, 0, KEY, message, signature)).as("once").isNull();
    }

    @Test
    void comeFromTheOneWhoAsksWhenNoThreadHasBegun() {
      try (var held = new Ahead(1, TASKS_MAX, 4, threads(go))) {
        earn(held, 3);
        for (int i = 0; i < 3; i++) {
          hand(held, i);
        }
        for (int i = 0; i < 3; i++) {
          assertThat(ask(held, i)).isTrue();
        }
        go.countDown();
      }
    }

    @Test
    void areTheSameForManyAtOnceOnTwoThreads() {
      earn(ahead, TASKS_MAX);
      for (int round = 0; round < 50; round++) {
        for (int i = 0; i < TASKS_MAX; i++) {
          hand(ahead, round * TASKS_MAX + i);
        }
        for (int i = 0; i < TASKS_MAX; i++) {
          assertThat(ask(ahead, round * TASKS_MAX + i)).isTrue();
        }
      }
      assertThat(ahead.hasTasks()).isFalse();
    }
  }

  @Nested
  class NotAhead {
    @Test
    void goesAKeyThatHasNotVerifiedASignatureHere() {
      hand(ahead, 0);
      assertThat(ahead.isReady()).isFalse();
      assertThat(ask(ahead, 0)).isNull();
      assertThat(threads).isEmpty();
    }

    @Test
    void goesAnythingWithoutThreads() {
      try (var off = new Ahead(0, TASKS_MAX, 4)) {
        off.learn(KEY);
        assertThat(off.isReady()).isFalse();
      }
    }

    @Test
    void goesAHeaderThatIsNone() {
      ahead.learn(KEY);
      byte[] good = signed(HAND, 0).toBytes();
      ahead.hand(0, 0, null);
      ahead.hand(0, 0, new byte[0]);
      ahead.hand(0, 0, Arrays.copyOf(good, 73));
      ahead.hand(0, 0, flipped(good, 0));
      ahead.hand(0, 0, flipped(good, 1));
      assertThat(ahead.hasTasks()).isFalse();
    }

    @Test
    void goesOneMoreThanTheBound() {
      earn(ahead, TASKS_MAX + 1);
      for (int i = 0; i <= TASKS_MAX; i++) {
        hand(ahead, i);
      }
      assertThat(ask(ahead, TASKS_MAX)).isNull();
      for (int i = 0; i < TASKS_MAX; i++) {
        assertThat(ask(ahead, i)).isTrue();
      }
    }

    @Test
    void goesMoreThanOneOfAKeyThatHasEarnedNoMore() {
      ahead.learn(KEY);
      hand(ahead, 0);
      hand(ahead, 1);
      assertThat(ask(ahead, 1)).isNull();
      assertThat(ask(ahead, 0)).isTrue();
      hand(ahead, 2);
      hand(ahead, 3);
      hand(ahead, 4);
      assertThat(ask(ahead, 4)).isNull();
      assertThat(ask(ahead, 3)).isTrue();
      assertThat(ask(ahead, 2)).isTrue();
    }

    @Test
    void goAFloodsNextAfterOneThatNobodyAskedForAndThenASingleOne() {
      earn(ahead, 4);
      hand(ahead, 0);
      assertThat(ahead.over(0, 0)).isTrue();
      for (int i = 1; i <= AheadKey.HELD_BACK; i++) {
        hand(ahead, i);
        assertThat(ahead.hasTasks()).as("the %dth behind it", i).isFalse();
        assertThat(ahead.over(0, i)).isFalse();
      }
      hand(ahead, 100);
      hand(ahead, 101);
      assertThat(ask(ahead, 101)).isNull();
      assertThat(ask(ahead, 100)).isTrue();
    }

    @Test
    void goesAnythingOfOneAheadIntoAnother() {
      try (var another = new Ahead(1, TASKS_MAX, 4)) {
        ahead.learn(KEY);
        hand(ahead, 0);
        assertThat(another.isReady()).isFalse();
        assertThat(ask(another, 0)).isNull();
        assertThat(ask(ahead, 0)).isTrue();
      }
    }

    @Test
    void goesWhatIsLongerThanAnySignatureCanBe() {
      ahead.learn(KEY);
      ahead.hand(0, 0, Arrays.copyOf(signed(HAND, 0).toBytes(), 2_049));
      assertThat(ahead.hasTasks()).isFalse();
    }

    @Test
    void goMoreAtOnceThanTwiceWhatThereWas() {
      ahead.learn(KEY);
      for (int i = 1; i <= 5; i++) {
        hand(ahead, -i);
        assertThat(ask(ahead, -i)).isTrue();
      }
      for (int i = 1; i <= 3; i++) {
        hand(ahead, i);
      }
      assertThat(ahead.over(0, 3)).isFalse();
      assertThat(ask(ahead, 1)).isTrue();
      assertThat(ask(ahead, 2)).isTrue();
    }

    @Test
    void stayKeysBeyondTheirBoundButTheNewestDoes() {
      try (var two = new Ahead(1, TASKS_MAX, 2)) {
        two.learn(Hand.of("a").secret().publicKey().encoded());
        two.learn(Hand.of("b").secret().publicKey().encoded());
        two.learn(KEY);
        hand(two, 0);
        two.hand(0, 1, signed(Hand.of("a"), 1).toBytes());
        two.hand(0, 2, signed(Hand.of("b"), 2).toBytes());
        assertThat(ask(two, 0)).isTrue();
        assertThat(two.over(0, 1)).as("one of the two before it").isNotEqualTo(two.over(0, 2));
      }
    }
  }

  @Nested
  class GivenUp {
    @Test
    void isWhatWasReadOfAPartitionThatAnotherReadsNow() {
      earn(ahead, 3);
      hand(ahead, 0);
      SignatureHeader elsewhere = signed(HAND, 7);
      ahead.hand(1, 7, elsewhere.toBytes());

      ahead.forget(0);

      assertThat(ask(ahead, 0)).isNull();
      assertThat(ahead.answer(1, 7, KEY, elsewhere.statement().toBytes(), elsewhere.signature()))
          .isTrue();
      hand(ahead, 0); // and its key is not held back
      assertThat(ask(ahead, 0)).isTrue();
    }

    @Test
    void isATaskWhoseRecordIsReadAgain() {
      earn(ahead, 2);
      for (int i = 0; i < 10; i++) {
        hand(ahead, 0);
      }
      assertThat(ask(ahead, 0)).isTrue();
      assertThat(ahead.hasTasks()).isFalse();
    }

    @Test
    void isEverythingWithItsThreadsOnClose() {
      earn(ahead, 4);
      hand(ahead, 0);
      hand(ahead, 1);
      ahead.close();

      assertThat(threads).isNotEmpty().noneMatch(Thread::isAlive);
      assertThat(ask(ahead, 0)).isNull();
      hand(ahead, 2);
      assertThat(ahead.hasTasks()).isFalse();
    }
  }
}
