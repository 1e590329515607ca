package io.floodwall.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.Finding;
import io.floodwall.core.ledger.PublishedHead;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Unreadable bytes between readable records: one fault, one finding, and the entries it took. */
class ChainFeedTest {
  private static final int ENTRIES = 10;

  private final Draft draft = Draft.of("test", 0, ENTRIES);
  private final Heads heads = new Heads();
  private int offset;

  private void published(PublishedHead head) {
    heads.record(head, new ConsumerRecord<>("heads", 0, 0, "0".getBytes(UTF_8), new byte[0]));
  }

  private ChainFeed feed() {
    return new ChainFeed(0, "test", Draft.CODECS, heads);
  }

  private void records(ChainFeed feed, int from, int to) {
    for (int seq = from; seq < to; seq++) {
      Draft.Row row = draft.rows.get(seq);
      assertThat(
              feed.record(
                  new ConsumerRecord<>(
                      "ledger", 0, offset, row.key().getBytes(UTF_8), row.bytes())))
          .isNotNull();
      offset++;
    }
  }

  private void unreadable(ChainFeed feed, int offsets) {
    for (int i = 0; i < offsets; i++) {
      feed.unreadable("ledger", offset, "bad crc");
      offset++;
    }
  }

  private static List<String> lines(LedgerCheck.Checked checked) {
    assertThat(checked.findingsCount()).isEqualTo(checked.findings().size());
    return checked.findings().stream().map(Finding::line).toList();
  }

  @Test
  void aBatchInTheMiddleIsOneFindingThatNamesItsEntries() {
    published(draft.published());
    ChainFeed feed = feed();
    records(feed, 0, 3);
    unreadable(feed, 4);
    records(feed, 7, ENTRIES);

    assertThat(lines(feed.end("the end")))
        .containsExactly("bytes: chain 0 seq 3 at ledger-0@3 to 6: entries 3 to 6: bad crc");
  }

  @Test
  void aSingleRecordIsNamedAlone() {
    ChainFeed feed = feed();
    records(feed, 0, 3);
    unreadable(feed, 1);
    records(feed, 4, ENTRIES);

    assertThat(lines(feed.end("the end")))
        .containsExactly("bytes: chain 0 seq 3 at ledger-0@3: bad crc");
  }

  @Test
  void bytesThatHeldNoEntryAreNamedByTheirPlace() {
    ChainFeed feed = feed();
    records(feed, 0, 3);
    unreadable(feed, 1);
    records(feed, 3, ENTRIES);

    assertThat(lines(feed.end("the end"))).containsExactly("bytes: chain 0 at ledger-0@3: bad crc");
  }

  @Test
  void twoGapsAreTwoFindings() {
    ChainFeed feed = feed();
    unreadable(feed, 2);
    records(feed, 2, 5);
    unreadable(feed, 3);
    records(feed, 8, ENTRIES);

    assertThat(lines(feed.end("the end")))
        .containsExactly(
            "bytes: chain 0 seq 0 at ledger-0@0 to 1: entries 0 to 1: bad crc",
            "bytes: chain 0 seq 5 at ledger-0@5 to 7: entries 5 to 7: bad crc");
  }

  @Test
  void moreEntriesThanTheBytesHeldAreMissingBesides() {
    ChainFeed feed = feed();
    records(feed, 0, 3);
    unreadable(feed, 2);
    records(feed, 8, ENTRIES);

    assertThat(lines(feed.end("the end")))
        .containsExactly(
            "bytes: chain 0 seq 3 at ledger-0@3 to 4: entries 3 to 4: bad crc",
            "seq: chain 0 seq 5 at the end: entries 5 to 7 are missing");
  }

  @Test
  void atTheEndTheHeadTellsHowManyThereWere() {
    published(draft.published());
    ChainFeed feed = feed();
    records(feed, 0, 7);
    unreadable(feed, 4);

    LedgerCheck.Checked checked = feed.end("the end");

    assertThat(lines(checked))
        .containsExactly("bytes: chain 0 seq 7 at ledger-0@7 to 10: entries 7 to 9: bad crc");
    assertThat(checked.head()).isNull();
  }

  @Test
  void atTheEndWithoutAHeadEveryOffsetMayHaveBeenAnEntry() {
    ChainFeed feed = feed();
    records(feed, 0, 7);
    unreadable(feed, 3);

    assertThat(lines(feed.end("the end")))
        .containsExactly("bytes: chain 0 seq 7 at ledger-0@7 to 9: entries 7 to 9: bad crc");
  }

  @Test
  void decisionsThatNobodyHereCanReadAreNotHeldAgainstTheHead() {
    draft.add(draft.head().next(EntryKind.VERDICT, Hash.sha256(new byte[] {1}), Bytes.EMPTY));
    published(
        new PublishedHead(draft.origin, 0, draft.head(), draft.published().decisionsThrough() + 1));
    ChainFeed feed = feed();
    records(feed, 0, ENTRIES + 1);

    assertThat(feed.end("the end").isValid()).isTrue();
  }
}
