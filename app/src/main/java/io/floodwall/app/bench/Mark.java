package io.floodwall.app.bench;

import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.schemas.Codec;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A point that an intent passes, where its latency is taken: by whom reads a topic there. */
enum Mark {
  /** Its decision can be read in {@code admitted}. */
  ADMITTED,
  /** Its entry can be read in {@code ledger}. */
  LEDGERED,
  /** A head can be read whose {@code decisionsThrough} covers it: a deployer may act. */
  IN_FORCE,
  /** A signed checkpoint can be read that covers its entry: a receipt can be had and verified. */
  RECEIPT;

  private static final int ENTRIES_BEFORE = 1; // of the chain, before the first intent: the bundle

  /** Where it is read. */
  String topic(Topics topics) {
    return switch (this) {
      case ADMITTED -> topics.admitted();
      case LEDGERED -> topics.ledger();
      case IN_FORCE -> topics.heads();
      case RECEIPT -> topics.checkpoints();
    };
  }

  String key() {
    return name().toLowerCase(Locale.ROOT) + "_ms";
  }

  /**
   * How many of its partition's intents have passed once {@code record} is read.
   *
   * @param passed how many had before
   */
  long passedWith(
      ConsumerRecord<byte[], byte[]> record,
      long passed,
      long decidedBefore,
      Codec<PublishedHead> heads)
      throws MalformedRecordException {
    return switch (this) {
      case ADMITTED, LEDGERED -> passed + 1;
      case IN_FORCE -> heads.decode(record.value()).decisionsThrough() + 1 - decidedBefore;
      case RECEIPT -> Seals.size(record) - ENTRIES_BEFORE - decidedBefore;
    };
  }
}
