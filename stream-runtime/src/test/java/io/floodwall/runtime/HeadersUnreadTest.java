package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What an application that reads no headers gets of a poll. */
final class HeadersUnreadTest {
  private static final TopicPartition FIRST = new TopicPartition("admitted", 0);
  private static final TopicPartition SECOND = new TopicPartition("admitted", 1);

  @Test
  void everythingButTheHeadersComesThroughInOrder() {
    var next = Map.of(FIRST, new OffsetAndMetadata(9), SECOND, new OffsetAndMetadata(4));
    var polled =
        new ConsumerRecords<>(
            Map.of(FIRST, List.of(at(FIRST, 7), at(FIRST, 8)), SECOND, List.of(at(SECOND, 3))),
            next);

    ConsumerRecords<byte[], byte[]> bare;
    try (var unread = new HeadersUnread()) {
      bare = unread.onConsume(polled);
    }

    assertThat(bare.nextOffsets()).as("offsets of aborted records are passed too").isEqualTo(next);
    assertThat(bare.partitions()).containsExactlyInAnyOrder(FIRST, SECOND);
    for (TopicPartition partition : polled.partitions()) {
      assertThat(bare.records(partition))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("headers")
          .containsExactlyElementsOf(polled.records(partition));
    }
    assertThat(bare).allSatisfy(record -> assertThat(record.headers()).isEmpty());
  }

  @Test
  void aPollOfNothingStaysAPollOfNothing() {
    try (var unread = new HeadersUnread()) {
      assertThat(unread.onConsume(ConsumerRecords.empty()).isEmpty()).isTrue();
    }
  }

  private static ConsumerRecord<byte[], byte[]> at(TopicPartition partition, long offset) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        offset,
        1_000 + offset,
        TimestampType.CREATE_TIME,
        5,
        6,
        "agent".getBytes(StandardCharsets.UTF_8),
        new byte[] {1, 2, 3, 4, 5, (byte) offset},
        new RecordHeaders().add("ce_id", new byte[] {1}),
        Optional.of(2),
        Optional.of((short) 3));
  }
}
