package io.floodwall.client;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps over what stops a consumer at one offset for good: a batch that is damaged, or records that
 * are gone. Which partition a damaged batch is in, Kafka's clients say in words alone.
 */
final class Unreadable {
  private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);
  private static final String OF_ONE_RECORD = "fetching the next record from";

  private Unreadable() {}

  /** Whether the failure was of that kind, and the consumer now stands behind it. */
  static boolean isSteppedOver(Consumer<byte[], byte[]> consumer, KafkaException why) {
    if (why instanceof OffsetOutOfRangeException gone) {
      LOG.warn("answers were deleted before they were read: {}", why.getMessage());
      consumer.seekToBeginning(gone.partitions());
      return true;
    }
    String message = String.valueOf(why.getMessage());
    if (!message.contains(OF_ONE_RECORD)) {
      return false;
    }
    List<TopicPartition> damaged =
        consumer.assignment().stream().filter(partition -> names(message, partition)).toList();
    for (TopicPartition partition : damaged) {
      LOG.warn("{} has bytes that cannot be read: {}", partition, message);
      consumer.seek(partition, consumer.position(partition) + 1);
    }
    return !damaged.isEmpty();
  }

  /** Whether the message is of this very partition: that of x-1 does not name x-10. */
  private static boolean names(String message, TopicPartition partition) {
    String whole = "(?<![\\w.-])" + Pattern.quote(partition.toString()) + "(?!\\d)";
    return Pattern.compile(whole).matcher(message).find();
  }
}
