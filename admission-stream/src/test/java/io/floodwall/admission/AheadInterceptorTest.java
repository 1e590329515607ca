package io.floodwall.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.signing.SignatureHeader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which records' signatures a poll hands ahead. */
final class AheadInterceptorTest {
  private static final String TOPIC = "floodwall.intents";
  private static final Hand HAND = Hand.of("deployer");
  private static final SignatureHeader SIGNED = HAND.signs(TOPIC, Draft.of("deployer", "1"));

  private final Ahead ahead = new Ahead(1, 8, 8);
  private final AheadInterceptor interceptor = new AheadInterceptor();

  @BeforeEach
  void configure() {
    interceptor.configure(AheadInterceptor.settings(ahead, TOPIC));
    ahead.learn(HAND.secret().publicKey().encoded());
  }

  @AfterEach
  void close() {
    interceptor.close();
    ahead.close();
  }

  private boolean goesAhead(String topic, Headers headers) {
    var partition = new TopicPartition(topic, 3);
    var record =
        new ConsumerRecord<byte[], byte[]>(
            topic,
            3,
            5,
            0,
            TimestampType.LOG_APPEND_TIME,
            1,
            1,
            new byte[] {1},
            new byte[] {1},
            headers,
            Optional.empty());
    var polled = new ConsumerRecords<>(Map.of(partition, List.of(record)), Map.of());
    assertThat(interceptor.onConsume(polled)).isSameAs(polled);
    Boolean answer =
        ahead.answer(
            3,
            5,
            HAND.secret().publicKey().encoded(),
            SIGNED.statement().toBytes(),
            SIGNED.signature());
    return Boolean.TRUE.equals(answer);
  }

  @Test
  void anIntentWithOneSignatureDoes() {
    Headers headers = Hand.headers(SIGNED.toBytes()).add("ce_id", new byte[] {1});
    assertThat(goesAhead(TOPIC, headers)).isTrue();
  }

  @Test
  void oneWithoutOrWithTwoOrWithAnEmptyOneDoesNot() {
    assertThat(goesAhead(TOPIC, new RecordHeaders())).isFalse();
    assertThat(goesAhead(TOPIC, Hand.headers(SIGNED.toBytes(), SIGNED.toBytes()))).isFalse();
    assertThat(goesAhead(TOPIC, new RecordHeaders().add(SignatureHeader.NAME, null))).isFalse();
  }

  @Test
  void aRecordOfAnotherTopicDoesNot() {
    assertThat(goesAhead("floodwall.controls", Hand.headers(SIGNED.toBytes()))).isFalse();
  }
}
