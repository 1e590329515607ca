package io.floodwall.app.doctor;

import io.floodwall.runtime.TopicSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a committed record outlives the loss of a broker. */
final class CopiesCheck implements Check {
  private static final String MIN_ISR = "min.insync.replicas";
  private static final String UNCLEAN = "unclean.leader.election.enable";
  private static final int COPIES = 3;

  @Override
  public String name() {
    return "copies";
  }

  @Override
  public List<Finding> look(Patient patient) {
    var findings = new ArrayList<Finding>();
    var cluster = patient.wall().cluster();
    int brokers = cluster.get(cluster.admin().describeCluster().nodes()).size();
    TopicSet set = patient.wall().topicSet();
    if (brokers == 1) {
      findings.add(
          Finding.info(
              name(), "brokers", "1", "every record has one copy: a lost disk loses the wall"));
    } else {
      findings.addAll(replication(patient.fixes(), set.found(), set.setting(MIN_ISR)));
    }
    set.setting(UNCLEAN)
        .forEach(
            (topic, value) -> {
              if (value.equals("true")) {
                findings.add(unclean(patient, topic));
              }
            });
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(name(), patient.wall().prefix() + "*", COPIES + " or more, 2 in step"));
    }
    return findings;
  }

  /** On several brokers: every topic that would not outlive the loss of one. */
  List<Finding> replication(Fixes fixes, List<TopicSet.Found> topics, Map<String, String> inStep) {
    var findings = new ArrayList<Finding>();
    for (TopicSet.Found topic : topics) {
      if (topic.replication() < COPIES) {
        findings.add(
            new Finding(
                name(),
                Severity.WARNING,
                topic.name(),
                "replication factor " + topic.replication(),
                COPIES + " or more",
                "with fewer copies the loss of a broker stops the wall or loses records",
                fixes.kafka(
                    "kafka-reassign-partitions",
                    "--reassignment-json-file",
                    "more-copies.json",
                    "--execute")));
      } else if (Integer.parseInt(inStep.getOrDefault(topic.name(), "1")) < 2) {
        findings.add(
            new Finding(
                name(),
                Severity.WARNING,
                topic.name(),
                MIN_ISR + " is " + inStep.getOrDefault(topic.name(), "1"),
                "2",
                "a record counts as committed with one copy, which may then be lost",
                fixes.setTopic(topic.name(), MIN_ISR, "2")));
      }
    }
    return findings;
  }

  private Finding unclean(Patient patient, String topic) {
    return new Finding(
        name(),
        Severity.PROBLEM,
        topic,
        UNCLEAN + " is true",
        "false",
        "a replica that lags may become leader, and committed records are gone",
        patient.fixes().setTopic(topic, UNCLEAN, "false"));
  }
}
