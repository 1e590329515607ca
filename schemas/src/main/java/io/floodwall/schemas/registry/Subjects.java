package io.floodwall.schemas.registry;

import io.floodwall.schemas.TopicSpec;
import io.floodwall.schemas.Topics;
import java.util.List;

/**
 * Where a record's schema is kept: the values of each topic under {@code <topic>-value}
 * (TopicNameStrategy); a record that stands in no topic of its own, as a ledger entry's payload
 * does, under {@code <ledger topic>-<full name>} (TopicRecordNameStrategy).
 */
final class Subjects {
  private final Topics topics;

  Subjects(Topics topics) {
    this.topics = topics;
  }

  List<String> of(String recordName, String fullName) {
    List<String> values =
        topics.all().stream()
            .filter(topic -> topic.value().equals(recordName))
            .map(TopicSpec::name)
            .map(topic -> topic + "-value")
            .toList();
    return values.isEmpty() ? List.of(topics.ledger() + "-" + fullName) : values;
  }
}
