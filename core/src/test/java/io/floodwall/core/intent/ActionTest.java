package io.floodwall.core.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionTest {
  @Test
  void tearingDownScalingToZeroAndCallingAToolAreDestructive() {
    assertThat(new Action.Destroy("web").isDestructive()).isTrue();
    assertThat(new Action.Scale("web", 0).isDestructive()).isTrue();
    assertThat(new Action.Invoke("web", "restart", List.of()).isDestructive()).isTrue();
  }

  @Test
  void applyingAndScalingToSomethingAreNot() {
    assertThat(new Action.Apply("web", "").isDestructive()).isFalse();
    assertThat(new Action.Scale("web", 1).isDestructive()).isFalse();
    assertThat(new Action.Scale("web", Action.Scale.MAX_REPLICAS).isDestructive()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 4_294_967_296L, Long.MIN_VALUE, Long.MAX_VALUE})
  void replicasAreAnUnsigned32BitNumber(long replicas) {
    assertThatThrownBy(() -> new Action.Scale("web", replicas))
        .hasMessage("replicas must be 0..4294967295, got " + replicas);
  }

  @Test
  void aToolsParametersAreCopied() {
    var given = new ArrayList<>(List.of(new Action.Parameter("a", "1")));
    var invoke = new Action.Invoke("web", "restart", given);
    given.clear();
    assertThat(invoke.parameters()).containsExactly(new Action.Parameter("a", "1"));
  }

  @Test
  void ranksAreStoredAndComeBack() {
    assertThat(Priority.values()).extracting(Priority::rank).containsExactly(0, 1, 2, 3);
    for (Priority priority : Priority.values()) {
      assertThat(Priority.ofRank(priority.rank())).isEqualTo(priority);
    }
    assertThatThrownBy(() -> Priority.ofRank(4)).hasMessage("no priority has rank 4");
    assertThatThrownBy(() -> Priority.ofRank(-1)).hasMessage("no priority has rank -1");
  }

  @Test
  void titlesAreCapitalised() {
    assertThat(Priority.values())
        .extracting(Priority::title)
        .containsExactly("Bulk", "Normal", "Urgent", "Pager");
    assertThat(BlastRadius.values())
        .extracting(BlastRadius::title)
        .containsExactly("Cell", "Service", "Region", "Global");
  }
}
