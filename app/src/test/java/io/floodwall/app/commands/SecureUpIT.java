package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.app.wall.ProducerQuota;
import io.floodwall.app.wall.Wall;
import io.floodwall.runtime.PropertiesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code floodwall up --secure}: a whole wall on which everybody has a role. */
class SecureUpIT {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Pattern PASSWORD = Pattern.compile("password=\"([^\"]+)\"");

  @TempDir private Path folder;

  @Test
  void everybodyDoesHisPartWithHisFileAndNothingElse() throws Exception {
    Path data = folder.resolve("data");
    String agentBefore;
    try (UpProcess up = UpProcess.start(folder, options(data))) {
      for (List<String> command : up.next()) {
        assertThat(command).contains("--command-config");
        assertThat(Said.by(command.toArray(String[]::new))).returns(0, Said::exit);
      }
      agentsCannotSteer(up);
      agentsCannotWriteVerdicts(up, data);
      whoeverSaysNothingOrTheWrongThingIsToldSo(up);
      filesAreTheOwnersAlone(data);
      theQuotaIsThatOfAUser(data);
      nothingTellsAPassword(up, data);
      agentBefore = Files.readString(file(data, "agent"));
      up.stop(PATIENCE);
    }
    Said open = Said.by("up", "--data", data.toString(), "--port", "0");
    assertThat(open).returns(1, Said::exit);
    assertThat(open.err()).contains("was secured", "start it with --secure");

    try (UpProcess up = UpProcess.start(folder, options(data))) {
      assertThat(password(Files.readString(file(data, "agent")))).isEqualTo(password(agentBefore));
      String operator = shown(up, "operator");
      assertThat(Said.by("valve", "open", "--reason", "over", "--command-config", operator))
          .returns(0, Said::exit);
      deployersDeploy(up, data, "1", "--share");
      deployersDeploy(up, data, "2");
      Said said = Said.by(up.next().get(0).toArray(String[]::new));
      assertThat(said).returns(0, Said::exit).extracting(Said::out).asString().contains("ADMITTED");
      up.stop(PATIENCE);
    }
    Said verified = Said.by("ledger", "verify", "--data", data.toString());
    assertThat(verified.exit()).as(verified.err()).isZero();
  }

  private static void deployersDeploy(UpProcess up, Path data, String id, String... share)
      throws IOException {
    String[] intent = {
      "submit",
      "--agent",
      "secured",
      "--id",
      id,
      "--action",
      "scale",
      "--resource",
      "web",
      "--replicas",
      "3",
      "--wait",
      "--command-config",
      shown(up, "agent")
    };
    assertThat(Said.by(intent)).returns(0, Said::exit);
    var deploy = new ArrayList<>(List.of("deploy", "--once", "--name", "secured"));
    deploy.addAll(List.of("--command-config", shown(up, "deployer")));
    deploy.addAll(List.of("--data", data.toString()));
    deploy.addAll(List.of(share));
    deploy.addAll(List.of("--exec", "true"));
    Said said = Said.by(deploy.toArray(String[]::new));
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out()).contains("applied  secured/" + id + " scale web to 3");
  }

  private static void agentsCannotSteer(UpProcess up) throws IOException {
    Said said =
        Said.by("valve", "close", "--reason", "mine", "--command-config", shown(up, "agent"));
    assertThat(said).returns(1, Said::exit).returns("", Said::out);
    assertThat(said.err())
        .contains("lacks a right", "docs/access.md", "floodwall topics acls")
        .hasLineCount(1);
  }

  private static void agentsCannotWriteVerdicts(UpProcess up, Path data) throws Exception {
    var agent = new HashMap<String, Object>(PropertiesFile.read("file", file(data, "agent")));
    try (Wall wall = Wall.connect(agent, "floodwall.", 15_000);
        var producer = wall.producer(Map.of())) {
      byte[] forged = {0};
      var sent = producer.send(new ProducerRecord<>(wall.topics().admitted(), 0, forged, forged));
      assertThatThrownBy(sent::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TopicAuthorizationException.class)
          .hasMessageContaining(wall.topics().admitted());
    }
    assertThat(up.err()).doesNotContain("ERROR");
  }

  private void whoeverSaysNothingOrTheWrongThingIsToldSo(UpProcess up) throws IOException {
    String right = Files.readString(Path.of(shown(up, "auditor")));
    Path wrong =
        Files.writeString(folder.resolve("wrong"), right.replace(password(right), "x".repeat(43)));
    assertThat(Said.by("topics", "list", "--command-config", wrong.toString()))
        .returns(1, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("CREDENTIALS_REFUSED: Kafka at " + up.bootstrap(), "check user, password")
        .hasLineCount(1);
    assertThat(Said.by("topics", "list", "--timeout", "3", "--bootstrap", up.bootstrap()))
        .returns(1, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("KAFKA_UNREACHABLE", "wants TLS or SASL", "--command-config")
        .hasLineCount(1);
  }

  private static void filesAreTheOwnersAlone(Path data) throws IOException {
    assertThat(permissions(data)).isEqualTo("rwx------");
    assertThat(permissions(data.resolve("secure"))).isEqualTo("rwx------");
    try (var files = Files.list(data.resolve("secure"))) {
      assertThat(files.toList())
          .hasSize(8)
          .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
    }
  }

  private static void theQuotaIsThatOfAUser(Path data) {
    var operator = new HashMap<String, Object>(PropertiesFile.read("file", file(data, "operator")));
    try (Wall wall = Wall.connect(operator, "floodwall.", 15_000)) {
      assertThat(ProducerQuota.all(wall.cluster()))
          .hasSize(1)
          .allSatisfy(
              (entity, quota) -> {
                assertThat(entity.entries()).containsOnlyKeys(ClientQuotaEntity.USER);
                assertThat(quota).containsEntry("producer_byte_rate", 67_108_864.0);
              });
    }
  }

  private static void nothingTellsAPassword(UpProcess up, Path data) throws IOException {
    String said = up.out() + up.err();
    try (var files = Files.list(data.resolve("secure"))) {
      for (Path file : files.toList()) {
        assertThat(said).doesNotContain(password(Files.readString(file)));
      }
    }
    assertThat(said).doesNotContain("password=");
  }

  private static String[] options(Path data) {
    return new String[] {"--secure", "--port", "0", "--data", data.toString()};
  }

  private static Path file(Path data, String role) {
    return data.resolve("secure").resolve(role + ".properties");
  }

  /** The file it says to use for a role. */
  private static String shown(UpProcess up, String role) throws IOException {
    return up.says("^  " + role + " +(\\S+\\.properties)$");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static String password(String text) {
    Matcher password = PASSWORD.matcher(text);
    assertThat(password.find()).isTrue();
    return password.group(1);
  }
}
