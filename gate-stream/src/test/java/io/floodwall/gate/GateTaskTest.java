package io.floodwall.gate;

import static io.floodwall.gate.GateStory.CODECS;
import static io.floodwall.gate.GateStory.RELEASED_MS;
import static io.floodwall.gate.GateStory.TOPICS;
import static io.floodwall.gate.GateStory.released;
import static io.floodwall.gate.GateStory.scale;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.runtime.RoutedKey;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gate task keeps when its heap is lost, and where it sends what it says. */
final class GateTaskTest {
  private static final int PARTITION = 3;

  @TempDir Path folder;
  private GateTask task;

  @BeforeEach
  void open() {
    task = new GateTask(PARTITION, folder);
  }

  @AfterEach
  void close() {
    task.close();
  }

  private void publish(PolicyBundle bundle) {
    task.receive(TOPICS.policies(), bundle.key(), CODECS.bundle().encode(bundle));
  }

  private Decision rule(String id) throws MalformedRecordException {
    var candidate = released(scale("deployer", id, "web"), RELEASED_MS, PARTITION);
    task.receive(TOPICS.candidates(), "deployer", CODECS.candidate().encode(candidate));
    var sent = task.sent();
    assertThat(sent).hasSize(1);
    return CODECS.decision().decode(sent.get(0).record().value());
  }

  @Nested
  class Restart {
    @Test
    void bundleInForceGovernsAgain() throws MalformedRecordException {
      publish(Bundle.allowing("default", 1, "api"));
      publish(Bundle.allowing("default", 2, "web"));
      Decision before = rule("1");
      task.restart();

      Decision after = rule("2");
      assertThat(after.ruling()).isEqualTo(before.ruling());
      assertThat(after.bundle()).isEqualTo(before.bundle());
    }

    @Test
    void numbersGoOnWhereTheyWere() throws MalformedRecordException {
      for (int i = 0; i < 20; i++) {
        assertThat(rule("" + i).decisionSeq()).isEqualTo(i);
        task.restart();
      }
    }

    @Test
    void versionInForceIsNotRewrittenAfterIt() {
      publish(Bundle.allowing("default", 2, "web"));
      task.restart();
      publish(Bundle.allowing("default", 2, "api"));

      assertThat(task.sent()).hasSize(1);
      assertThat(task.sent()).isEmpty();
    }

    @Test
    void storedBundleThatNoLongerReadsStopsTheTask() {
      publish(Bundle.allowing("default", 2, "web"));
      task.store(Bundles.STORE).put("default".getBytes(UTF_8), new byte[] {1, 2, 3});

      assertThatThrownBy(task::restart)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the stored bundle of tenant default no longer compiles");
    }

    @Test
    void rowIsTheBundleExactlyAsItWasPublished() {
      PolicyBundle bundle = Bundle.allowing("default", 2, "web");
      publish(bundle);

      assertThat(task.store(Bundles.STORE).get("default".getBytes(UTF_8)))
          .isEqualTo(CODECS.bundle().encode(bundle));
    }
  }

  @Nested
  class Routing {
    @Test
    void decisionGoesToThePartitionItsCandidateCameFrom() {
      var candidate = released(scale("deployer", "1", "web"), RELEASED_MS, PARTITION);
      task.receive(TOPICS.candidates(), "deployer", CODECS.candidate().encode(candidate));

      var sent = task.sent().get(0);
      assertThat(sent.record().key()).isEqualTo(new RoutedKey(PARTITION, "deployer"));
      assertThat(sent.childName()).contains(GateTopology.REJECTED);
      assertThat(new String(sent.record().headers().lastHeader("ce_source").value(), UTF_8))
          .isEqualTo("/floodwall/gate/3");
      assertThat(new String(sent.record().headers().lastHeader("ce_id").value(), UTF_8))
          .isEqualTo("3/0");
    }

    @Test
    void deadLetterNamesTheSourcePartitionInItsKey() {
      task.receive(TOPICS.candidates(), "deployer", new byte[] {9});

      var sent = task.sent().get(0);
      assertThat(sent.childName()).contains(GateTopology.DEAD_LETTERS);
      assertThat(sent.record().key().text()).isEqualTo("floodwall.candidates/3/0");
    }
  }
}
