package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a task that commits every 20 ms asks for it, by how long commits take. */
final class CommitPaceTest {
  private static final long T0 = 1_000_000;

  private final MockProcessorContext<Void, Void> task = new MockProcessorContext<>(properties());
  private long nowMs = T0;
  private CommitPace pace;

  private static Properties properties() {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "paced");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    return properties;
  }

  @BeforeEach
  void start() {
    task.setCurrentSystemTimeMs(nowMs);
    var keys = Map.of("bootstrap.servers", "none:1", AppConfig.COMMIT_INTERVAL_MS, "20");
    pace = CommitPace.of(task, new AppConfig(AppConfig.common(), keys));
  }

  private boolean asksAfter(long ms) {
    nowMs += ms;
    task.setCurrentSystemTimeMs(nowMs);
    pace.worked();
    boolean asked = task.committed();
    task.resetCommit();
    return asked;
  }

  private void commitThatTakes(long ms) {
    pace.committing();
    nowMs += ms;
    task.setCurrentSystemTimeMs(nowMs);
    pace.worked();
    assertThat(task.committed()).as("right after a commit").isFalse();
  }

  @Test
  void itAsksOnceTheIntervalIsOver() {
    assertThat(asksAfter(19)).isFalse();
    assertThat(asksAfter(1)).isTrue();
    commitThatTakes(5);
    assertThat(asksAfter(19)).isFalse();
    assertThat(asksAfter(1)).isTrue();
  }

  @Test
  void slowCommitsLeaveHalfTheirTimeForWork() {
    commitThatTakes(1_000);
    assertThat(asksAfter(499)).isFalse();
    assertThat(asksAfter(1)).isTrue();
    commitThatTakes(30);
    assertThat(asksAfter(20)).as("they are fast again").isTrue();
  }

  @Test
  void aTaskWithNothingToDoAsksToo() {
    nowMs += 20;
    task.setCurrentSystemTimeMs(nowMs);
    task.scheduledPunctuators().forEach(turn -> turn.getPunctuator().punctuate(nowMs));
    assertThat(task.committed()).isTrue();
  }

  @Test
  void aClockThatGoesBackHoldsNothingUp() {
    assertThat(asksAfter(-3_600_000)).isTrue();
  }
}
