package io.floodwall.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose files: what they ask of the images is something that these understand. */
class ComposeTest {
  private static final String PLAIN = "docker-compose.yml";
  private static final String SASL = "docker-compose.sasl.yml";
  private static final List<String> APPS = List.of("admission", "gate", "ledger");
  private static final Set<String> AUTHORIZERS_OWN =
      Set.of("super.users", "allow.everyone.if.no.acl.found");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):\\?[^}]*}");

  @TempDir private Path folder;

  @Test
  void everyServiceIsPinnedLimitedAndUnprivileged() throws IOException {
    JsonNode services = Shipped.compose(PLAIN).get("services");
    assertThat(services.fieldNames())
        .toIterable()
        .containsExactly("broker", "registry", "topics", "admission", "gate", "ledger");
    for (JsonNode service : services) {
      assertThat(service.get("image").asText())
          .matches("[a-z0-9./-]+:[0-9][0-9A-Za-z._-]*")
          .doesNotContain("latest");
      assertThat(service.get("mem_limit").asText()).matches("[0-9]+[mg]");
      assertThat(service.get("cpus").asText()).matches("[0-9.]+");
      assertThat(service.has("restart")).isTrue();
      assertThat(Shipped.words(service.get("security_opt"))).contains("no-new-privileges:true");
      for (String port : Shipped.words(service.path("ports"))) {
        assertThat(port).as("open to this machine alone").startsWith("127.0.0.1:");
      }
    }
  }

  @Test
  void upWaitHasSomethingToWaitForInEveryService() throws IOException {
    JsonNode services = Shipped.compose(PLAIN).get("services");
    for (var service : services.properties()) {
      if (service.getKey().equals("topics")) {
        assertThat(service.getValue().get("restart").asText()).isEqualTo("no");
      } else {
        assertThat(service.getValue().at("/healthcheck/test/0").asText()).isEqualTo("CMD");
      }
    }
    for (String app : APPS) {
      assertThat(services.at("/" + app + "/depends_on/topics/condition").asText())
          .isEqualTo("service_completed_successfully");
      assertThat(services.at("/" + app + "/read_only").asBoolean()).isTrue();
      assertThat(services.at("/" + app + "/volumes/0").asText())
          .isEqualTo(app + "-state:/var/lib/floodwall");
      assertThat(Shipped.compose(PLAIN).get("volumes").has(app + "-state")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, SASL})
  void everyCommandIsOneThatFloodwallUnderstands(String file) throws IOException {
    int commands = 0;
    for (JsonNode service : Shipped.compose(file).get("services")) {
      if (service.has("command")) {
        CommandWords.assertUnderstood(Shipped.words(service.get("command")), Map.of());
        commands++;
      }
    }
    assertThat(commands).isGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theBrokersSettingsAreOnesThatKafkaTakes(boolean sasl) throws IOException {
    var environment = new HashMap<String, String>();
    take(environment, PLAIN);
    if (sasl) {
      take(environment, SASL);
    }
    var properties = new HashMap<String, String>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("KAFKA_") && !name.equals("KAFKA_HEAP_OPTS")) {
            properties.put(property(name), value);
          }
        });
    var config = new KafkaConfig(properties);
    assertThat(config.nodeId()).isEqualTo(1);
    var unknown = new TreeSet<>(config.unused());
    unknown.removeIf(key -> !properties.containsKey(key) || key.startsWith("listener.name."));
    unknown.removeIf(KafkaConfig.configNames()::contains);
    unknown.removeAll(AUTHORIZERS_OWN);
    assertThat(unknown).isEmpty();
  }

  @Test
  void noSecretStandsInAnyFile() throws IOException {
    for (String file : List.of(PLAIN, SASL, "deploy/docker/client.properties")) {
      Matcher password = Pattern.compile("(?:password|user_\\w+)=\"([^\"]*)\"").matcher(text(file));
      while (password.find()) {
        assertThat(password.group(1)).startsWith("${");
      }
    }
    assertThat(text(SASL).lines().filter(line -> line.contains("FLOODWALL_PASSWORD:")))
        .hasSizeGreaterThan(4)
        .allMatch(line -> line.matches(" +FLOODWALL_PASSWORD: \\$\\{FLOODWALL_[A-Z]+_PASSWORD:.*"));
    assertThat(text(".gitignore").lines()).contains(".env");
    assertThat(text(".dockerignore").lines()).contains(".env");
  }

  @Test
  void theExampleNamesEveryVariableAndGivesNoneAValue() throws IOException {
    List<String> asked = VARIABLE.matcher(text(SASL)).results().map(m -> m.group(1)).toList();
    Map<String, String> example = properties(Shipped.ROOT.resolve(".env.example"));
    assertThat(example.keySet()).containsExactlyInAnyOrderElementsOf(Set.copyOf(asked));
    assertThat(example.values()).containsOnly("");
  }

  @Test
  void theClientFileTakesWhoItIsFromTheEnvironment() throws IOException {
    Map<String, String> file = properties(Shipped.ROOT.resolve("deploy/docker/client.properties"));
    var config = new HashMap<String, Object>(file);
    config.put("bootstrap.servers", "kafka:9092");
    config.put("sasl.jaas.config", "x ${env:PATH};");
    // the provider is one that Kafka loads, and a name in the environment is replaced
    assertThat(new AdminClientConfig(config).getPassword("sasl.jaas.config").value())
        .isEqualTo("x " + System.getenv("PATH") + ";");
    assertThat(file.get("sasl.jaas.config"))
        .contains("username=\"${env:FLOODWALL_USER}\"", "password=\"${env:FLOODWALL_PASSWORD}\"");
  }

  @Test
  void theImageRunsTheCommandAsNobodyWithTheShippedHealthCheck() throws IOException {
    String docker = text("Dockerfile");
    assertThat(docker).contains("io.floodwall.app.Floodwall", "USER 10001:10001");
    assertThat(docker.lines().filter(line -> line.startsWith("FROM")))
        .hasSize(2)
        .allMatch(line -> line.matches("FROM [a-z-]+:[0-9][^ ]*( AS build)?"));
    assertThat(Files.isExecutable(Shipped.ROOT.resolve("deploy/docker/ready"))).isTrue();
    for (String app : APPS) {
      assertThat(Shipped.words(Shipped.compose(PLAIN).at("/services/" + app + "/healthcheck/test")))
          .containsExactly("CMD", "/opt/floodwall/bin/ready", "8080", "/ready");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void composeItselfAcceptsTheFilesWhereItIsInstalled(boolean sasl) throws Exception {
    assumeTrue(run(List.of("docker", "compose", "version")) == 0, "no docker compose here");
    Path env = folder.resolve("env");
    Files.writeString(env, text(".env.example").replaceAll("(?m)=$", "=secret"));
    var words = new ArrayList<>(List.of("docker", "compose", "--env-file", "" + env));
    words.addAll(List.of("-f", "../" + PLAIN));
    if (sasl) {
      words.addAll(List.of("-f", "../" + SASL));
    }
    words.addAll(List.of("config", "--quiet"));
    assertThat(run(words)).isZero();
  }

  private static void take(Map<String, String> environment, String file) throws IOException {
    Shipped.compose(file)
        .at("/services/broker/environment")
        .properties()
        .forEach(
            entry ->
                environment.put(
                    entry.getKey(),
                    VARIABLE.matcher(entry.getValue().asText()).replaceAll("secret")));
  }

  /** As Kafka's image names it: one underscore is a dot, two an underscore, three a dash. */
  private static String property(String variable) {
    return variable
        .substring("KAFKA_".length())
        .toLowerCase(Locale.ROOT)
        .replace("___", "-")
        .replace("__", "\0")
        .replace('_', '.')
        .replace('\0', '_');
  }

  private static String text(String file) throws IOException {
    return Files.readString(Shipped.ROOT.resolve(file));
  }

  private static Map<String, String> properties(Path file) throws IOException {
    var properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    var map = new HashMap<String, String>();
    properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
    return map;
  }

  private static int run(List<String> words) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
      return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
