package io.floodwall.client;

import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A decision of a share group that this member has taken, until it says what became of it.
 *
 * <pre>
 * held ──> handed out ──> ended: ACCEPT or RELEASE
 *   └── not in force, or no room: RENEW, and again
 * </pre>
 */
final class Taken {
  final Admitted admitted;

  /** The latest delivery; a renewed record is delivered again. */
  ConsumerRecord<byte[], byte[]> record;

  /** Whether Kafka waits for a word on it. */
  boolean inHand = true;

  boolean handedOut;

  /** The word that it may be acted on, once it was given. */
  @Nullable Cleared cleared;

  /** What to say of it. */
  AcknowledgeType word = AcknowledgeType.RENEW;

  Taken(Admitted admitted, ConsumerRecord<byte[], byte[]> record) {
    this.admitted = admitted;
    this.record = record;
  }

  boolean isOver() {
    return word != AcknowledgeType.RENEW;
  }

  int deliveries() {
    return record.deliveryCount().orElse((short) 1);
  }

  /** Gives it back to the group, unless that would be once too often: then it stays here. */
  void giveBack() {
    if (deliveries() < ShareGroup.DELIVERIES_MAX - 1) {
      word = AcknowledgeType.RELEASE;
    } else {
      handedOut = false;
    }
  }
}
