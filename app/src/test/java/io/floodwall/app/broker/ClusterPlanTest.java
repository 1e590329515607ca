package io.floodwall.app.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterPlanTest {
  private static ClusterPlan plan(int brokers, int controllers, String... apps) throws Exception {
    return new ClusterPlan(Path.of("none"), "id", brokers, controllers, List.of(apps));
  }

  @Test
  void theFirstNodesAreControllersAndAllKnowThem() throws Exception {
    ClusterPlan plan = plan(3, 1);
    Map<String, String> first = plan.properties(plan.nodes().get(0), Map.of());
    Map<String, String> last = plan.properties(plan.nodes().get(2), Map.of());

    assertThat(first).containsEntry("process.roles", "broker,controller");
    assertThat(first.get("listeners")).contains("CONTROLLER://");
    assertThat(last).containsEntry("process.roles", "broker");
    assertThat(last.get("listeners")).doesNotContain("CONTROLLER");
    assertThat(last.get("listener.security.protocol.map")).contains("CONTROLLER:PLAINTEXT");
    assertThat(last.get("controller.quorum.voters"))
        .startsWith("1@127.0.0.1:")
        .doesNotContain(",")
        .isEqualTo(first.get("controller.quorum.voters"));
  }

  @Test
  void threeBrokersKeepThreeCopiesOfWhichTwoAreInStepAndOneKeepsOne() throws Exception {
    ClusterPlan three = plan(3, 3);
    assertThat(three.properties(three.nodes().get(0), Map.of()))
        .containsEntry("default.replication.factor", "3")
        .containsEntry("min.insync.replicas", "2")
        .containsEntry("transaction.state.log.min.isr", "2");
    ClusterPlan one = plan(1, 1);
    assertThat(one.properties(one.nodes().get(0), Map.of()))
        .containsEntry("default.replication.factor", "1")
        .containsEntry("min.insync.replicas", "1");
  }

  @Test
  void anApplicationsListenerIsAdvertisedWhereItsProxyIs() throws Exception {
    ClusterPlan plan = plan(1, 1, "gate");
    ClusterPlan.Node node = plan.nodes().get(0);

    Map<String, String> properties = plan.properties(node, Map.of("GATE", 4_711));

    assertThat(properties.get("advertised.listeners"))
        .contains("GATE://127.0.0.1:4711", "CLIENTS://127.0.0.1:" + node.port("CLIENTS"))
        .doesNotContain("CONTROLLER");
    assertThat(properties.get("listeners")).contains("GATE://127.0.0.1:" + node.port("GATE"));
  }
}
