package io.floodwall.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.floodwall.runtime.TopicSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CopiesCheckTest {
  private static final Fixes FIXES = new Fixes(List.of("--bootstrap-server", "k:1"), "floodwall.");

  @Test
  void onSeveralBrokersTooFewCopiesAndTooFewInStepAreWarnedOf() {
    List<Finding> found =
        new CopiesCheck()
            .replication(
                FIXES,
                List.of(
                    new TopicSet.Found("a", 4, 1),
                    new TopicSet.Found("b", 4, 3),
                    new TopicSet.Found("c", 4, 3)),
                Map.of("a", "1", "b", "1", "c", "2"));
    assertThat(found)
        .extracting(Finding::severity, Finding::subject, Finding::is)
        .containsExactly(
            tuple(Severity.WARNING, "a", "replication factor 1"),
            tuple(Severity.WARNING, "b", "min.insync.replicas is 1"));
    assertThat(found.get(1).fix())
        .isEqualTo(
            "kafka-configs --bootstrap-server k:1 --alter --entity-type topics --entity-name b"
                + " --add-config min.insync.replicas=2");
  }
}
