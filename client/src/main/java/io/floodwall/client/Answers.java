package io.floodwall.client;

import io.floodwall.core.gate.Decision;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads records of the answering topics to the proposals. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final Topics topics;
  private final Codecs codecs;
  private final Proposals proposals;

  Answers(WallClient wall, Proposals proposals) {
    this.topics = wall.topics();
    this.codecs = wall.codecs();
    this.proposals = proposals;
  }

  /** One record; what does not decode is passed over, as it is an answer to nobody. */
  void hear(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.topic().equals(topics.heads())) {
        long through = codecs.head().decode(record.value()).decisionsThrough();
        proposals.ledgered(record.partition(), through);
      } else if (record.topic().equals(topics.outcomes())) {
        outcome(record);
      } else {
        proposals.hear(news(record), KafkaAgentClient.nowMs());
      }
    } catch (MalformedRecordException e) {
      LOG.debug(
          "{}-{} offset {} is not an answer: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.reason());
    }
  }

  private void outcome(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    Outcome outcome = codecs.outcome().decode(record.value());
    if (outcome.sourcePartition() == record.partition()) {
      proposals.hear(new News.Reported(outcome), KafkaAgentClient.nowMs());
    }
  }

  private News news(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    if (record.topic().equals(topics.refused())) {
      return new News.Refused(codecs.refusal().decode(record.value()));
    }
    if (record.topic().equals(topics.waiting())) {
      return new News.Waits(codecs.waiting().decode(record.value()));
    }
    Decision decision = codecs.decision().decode(record.value());
    return new News.Decided(decision, codecs.unframe(record.value()).payload().sha256());
  }
}
