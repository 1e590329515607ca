package io.floodwall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Hash;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ChainTamperPropertyTest {
  private static final int ENTRIES = 30;

  /** One fault of any kind, anywhere: found, and not drowned in its own consequences. */
  @Property
  void anySingleFaultGivesOneOrTwoFindings(
      @ForAll @IntRange(max = 7) int kind, @ForAll @IntRange(max = ENTRIES - 2) int at) {
    var feed = new Feed(Feed.ORIGIN, ENTRIES);
    Chain.Head published = feed.head;
    String key = LedgerEntry.key(0, at);
    Consumer<ChainVerifier> lost =
        kind == 0
            ? verifier -> verifier.tombstone(key, "log")
            : verifier -> verifier.unreadable(key, "log", "not Avro");
    switch (kind) {
      case 0, 1 -> feed.log.set(at, lost);
      case 2 -> feed.log.remove(at);
      case 3 -> Collections.swap(feed.log, at, at + 1);
      case 4 -> feed.log.add(feed.log.get(at));
      case 5 -> feed.log.set(at, Feed.record(feed.altered(at, false)));
      case 6 -> feed.log.set(at, Feed.record(feed.altered(at, true)));
      default -> published = new Chain.Head(at + 1, Hash.of(new byte[32]));
    }
    assertThat(feed.verified(published).findingsCount()).isBetween(1L, 2L);
  }

  /** However the log is shuffled, cut and repeated, only the log as written is sound. */
  @Property(tries = 200)
  void onlyTheLogAsWrittenIsSound(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    var feed = new Feed(Feed.ORIGIN, ENTRIES);
    var asWritten = List.copyOf(feed.log);
    for (int i = random.nextInt(4); i > 0; i--) {
      int one = random.nextInt(feed.log.size());
      switch (random.nextInt(3)) {
        case 0 -> Collections.swap(feed.log, one, random.nextInt(feed.log.size()));
        case 1 -> feed.log.remove(one);
        default -> feed.log.add(random.nextInt(feed.log.size()), feed.log.get(one));
      }
    }
    assertThat(feed.verified().isValid()).isEqualTo(feed.log.equals(asWritten));
  }
}
