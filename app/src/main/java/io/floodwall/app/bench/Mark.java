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
  IN_FORCE;

  /** Where it is read. */
  String topic(Topics topics) {
    return switch (this) {
      case ADMITTED -> topics.admitted();
      case LEDGERED -> topics.ledger();
      case IN_FORCE -> topics.heads();
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
    return this == IN_FORCE
        ? heads.decode(record.value()).decisionsThrough() + 1 - decidedBefore
        : passed + 1;
  }
}
