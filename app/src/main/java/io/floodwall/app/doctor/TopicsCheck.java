package io.floodwall.app.doctor;

import io.floodwall.runtime.TopicSet;
import io.floodwall.runtime.TopicSet.Difference;
import java.util.List;

/** Whether every topic is there and set as specified. */
final class TopicsCheck implements Check {
  @Override
  public String name() {
    return "topics";
  }

  @Override
  public List<Finding> look(Patient patient) {
    TopicSet set = patient.wall().topicSet();
    List<Difference> differences = set.differences();
    if (differences.isEmpty()) {
      int partitions = set.partitions().orElse(0);
      String is = set.found().size() + " topics, " + partitions + " partitions, as specified";
      return List.of(Finding.ok(name(), patient.wall().prefix() + "*", is));
    }
    return differences.stream().map(difference -> finding(patient, difference)).toList();
  }

  private Finding finding(Patient patient, Difference difference) {
    return new Finding(
        name(),
        Severity.PROBLEM,
        difference.topic(),
        difference.what() + " is " + difference.found(),
        difference.expected(),
        why(difference.what()),
        fix(patient, difference));
  }

  private static String why(String what) {
    return switch (what) {
      case "topic" -> "the applications do not start without it";
      case "partition count" ->
          "an agent lives in one partition from intent to ledger; the applications do not start";
      case "message.timestamp.type" ->
          "rates are measured on this time: an agent that sets it mints tokens";
      case "min.compaction.lag.ms", "delete.retention.ms" ->
          "the cleaner would destroy evidence that the ledger was changed";
      case "max.message.bytes" -> "full batches would be refused, and the stage would stop";
      default -> "records would be lost that are promised to be there, or pile up for ever";
    };
  }

  private static String fix(Patient patient, Difference difference) {
    return switch (difference.what()) {
      case "topic" -> patient.fixes().floodwall("topics", "create");
      case "partition count" ->
          "# the count is fixed for life and cannot go down; move to a new prefix: floodwall topics"
              + " create --prefix NEW.";
      default ->
          patient.fixes().setTopic(difference.topic(), difference.what(), difference.expected());
    };
  }
}
