package io.floodwall.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Kubernetes manifests, object by object. */
class KubernetesTest {
  private static List<JsonNode> objects() throws IOException {
    var objects = new ArrayList<JsonNode>();
    for (Path file : Shipped.files("deploy/kubernetes", ".yaml")) {
      if (!file.endsWith("kustomization.yaml")) {
        objects.addAll(Shipped.yaml(file));
      }
    }
    return objects;
  }

  static List<JsonNode> workloads() throws IOException {
    return objects().stream()
        .filter(one -> Set.of("StatefulSet", "Job").contains(one.get("kind").asText()))
        .toList();
  }

  @Test
  void everyFileIsInTheKustomizationAndEveryObjectHasNameAndKind() throws IOException {
    JsonNode list =
        Shipped.yaml(Shipped.ROOT.resolve("deploy/kubernetes/kustomization.yaml")).get(0);
    var files =
        Shipped.files("deploy/kubernetes", ".yaml").stream()
            .map(file -> file.getFileName().toString())
            .filter(name -> !name.equals("kustomization.yaml"))
            .collect(Collectors.toSet());
    assertThat(Shipped.words(list.get("resources"))).containsExactlyInAnyOrderElementsOf(files);
    for (JsonNode one : objects()) {
      assertThat(one.path("apiVersion").asText()).isNotEmpty();
      assertThat(one.at("/metadata/name").asText()).matches("[a-z0-9-]+");
      assertThat(one.get("kind").asText()).as("secrets are the user's").isNotEqualTo("Secret");
    }
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void everyWorkloadIsPinnedLimitedAndRestricted(JsonNode workload) {
    JsonNode pod = workload.at("/spec/template/spec");
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod.get("automountServiceAccountToken").asBoolean()).isFalse();
    for (JsonNode container : pod.get("containers")) {
      assertThat(container.get("image").asText()).matches("[a-z0-9./-]+:[0-9][0-9A-Za-z._-]*");
      JsonNode security = container.get("securityContext");
      assertThat(security.get("readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(security.get("allowPrivilegeEscalation").asBoolean()).isFalse();
      assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
      for (String amount : List.of("cpu", "memory")) {
        assertThat(container.at("/resources/requests/" + amount).asText()).isNotEmpty();
        assertThat(container.at("/resources/limits/" + amount).asText()).isNotEmpty();
      }
      assertThat(namesOf(container.get("volumeMounts")))
          .as("mounts are volumes")
          .isSubsetOf(volumesOf(workload));
    }
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void everyCommandAndKeyIsOneThatFloodwallKnows(JsonNode workload) throws IOException {
    for (JsonNode container : workload.at("/spec/template/spec/containers")) {
      List<String> words = Shipped.words(container.get("args"));
      boolean app = words.get(0).equals("run");
      CommandWords.assertUnderstood(words, app ? configured(words.get(1)) : Map.of());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"admission", "gate", "ledger"})
  void anApplicationIsProbedKeepsItsNameAndIsNeverAllEvictedAtOnce(String app) throws IOException {
    JsonNode set = object("StatefulSet", app);
    JsonNode container = set.at("/spec/template/spec/containers/0");
    assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/live");
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/live");
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/ready");
    assertThat(Shipped.words(container.get("args")))
        .contains(
            "/etc/floodwall/config/" + app + ".properties", "floodwall.instance.id=$(POD_NAME)");
    assertThat(container.at("/env/0/valueFrom/fieldRef/fieldPath").asText())
        .isEqualTo("metadata.name");
    Map<String, String> config = configured(app);
    assertThat(config)
        .containsEntry("floodwall.health.host", "0.0.0.0")
        .containsEntry("floodwall.health.port", container.at("/ports/0/containerPort").asText())
        .containsEntry("floodwall.state.dir", container.at("/volumeMounts/0/mountPath").asText());
    JsonNode labels = set.at("/spec/template/metadata/labels");
    assertThat(set.at("/spec/selector/matchLabels")).isEqualTo(labels);
    assertThat(object("PodDisruptionBudget", app).at("/spec/selector/matchLabels"))
        .isEqualTo(labels);
    assertThat(object("PodDisruptionBudget", app).at("/spec/maxUnavailable").asInt()).isEqualTo(1);
    assertThat(object("Service", app).at("/spec/selector")).isEqualTo(labels);
    assertThat(set.at("/spec/serviceName").asText()).isEqualTo("floodwall-" + app);
  }

  private static JsonNode object(String kind, String app) throws IOException {
    return objects().stream()
        .filter(one -> one.get("kind").asText().equals(kind))
        .filter(one -> one.at("/metadata/name").asText().equals("floodwall-" + app))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> configured(String app) throws IOException {
    JsonNode map =
        objects().stream()
            .filter(one -> one.get("kind").asText().equals("ConfigMap"))
            .findFirst()
            .orElseThrow();
    var properties = new Properties();
    properties.load(new StringReader(map.get("data").get(app + ".properties").asText()));
    var all = new HashMap<String, String>();
    properties.stringPropertyNames().forEach(key -> all.put(key, properties.getProperty(key)));
    assertThat(all).isNotEmpty();
    return all;
  }

  private static Set<String> volumesOf(JsonNode workload) {
    Set<String> names = namesOf(workload.at("/spec/template/spec/volumes"));
    workload
        .at("/spec/volumeClaimTemplates")
        .forEach(claim -> names.add(claim.at("/metadata/name").asText()));
    return names;
  }

  private static Set<String> namesOf(JsonNode list) {
    var names = new java.util.TreeSet<String>();
    list.forEach(one -> names.add(one.get("name").asText()));
    return names;
  }
}
