package io.floodwall.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.YamlFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboard and the alerts that ship: they parse, and ask for nothing that is not exposed. */
class WatchFilesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path ALERTS = ROOT.resolve("deploy/prometheus/alerts.yml");
  private static final Path DASHBOARD = ROOT.resolve("deploy/grafana/floodwall.json");
  private static final Pattern OURS = Pattern.compile("\\b(?:floodwall|kafka)[:_][a-z_:]+");
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (\\w+) ");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  private static Set<String> exposed() throws IOException {
    var names = new HashSet<String>();
    Matcher row = DOCUMENTED.matcher(Files.readString(ROOT.resolve("docs/metrics.md")));
    while (row.find()) {
      names.add(row.group(1));
      if (row.group(2).equals("histogram")) {
        names.add(row.group(1) + "_bucket");
        names.add(row.group(1) + "_count");
        names.add(row.group(1) + "_sum");
      }
    }
    return names;
  }

  private static List<JsonNode> rules() {
    var rules = new ArrayList<JsonNode>();
    for (JsonNode group : YamlFile.read(ALERTS).required("groups")) {
      group.required("rules").forEach(rules::add);
    }
    return rules;
  }

  private static List<String> dashboardExpressions() throws IOException {
    var expressions = new ArrayList<String>();
    for (JsonNode panel : Json.parse(Files.readString(DASHBOARD)).required("panels")) {
      if (!panel.required("type").asText().equals("row")) {
        assertThat(panel.required("description").asText()).isNotBlank();
        assertThat(panel.required("targets")).as(panel.required("title").asText()).isNotEmpty();
        panel.required("targets").forEach(target -> expressions.add(expr(target)));
      }
    }
    return expressions;
  }

  private static String expr(JsonNode node) {
    return node.required("expr").asText();
  }

  private static Set<String> namesIn(Stream<String> expressions) {
    var names = new TreeSet<String>();
    expressions.forEach(
        expression -> {
          Matcher name = OURS.matcher(expression);
          while (name.find()) {
            names.add(name.group());
          }
        });
    return names;
  }

  @Test
  void everyNameInARuleOrAPanelIsExposedOrRecorded() throws IOException {
    Set<String> known = exposed();
    rules().stream()
        .filter(rule -> rule.has("record"))
        .forEach(rule -> known.add(rule.required("record").asText()));
    Set<String> rules = namesIn(rules().stream().map(WatchFilesTest::expr));
    Set<String> panels = namesIn(dashboardExpressions().stream());
    assertThat(rules).hasSizeGreaterThan(10);
    assertThat(panels).hasSizeGreaterThan(15);
    assertThat(known).containsAll(rules).containsAll(panels);
  }

  @Test
  void everyParenthesisInAnExpressionIsClosed() throws IOException {
    Stream.concat(rules().stream().map(WatchFilesTest::expr), dashboardExpressions().stream())
        .forEach(
            expression -> {
              for (String pair : List.of("()", "{}", "[]")) {
                assertThat(count(expression, pair.charAt(0)))
                    .as(expression)
                    .isEqualTo(count(expression, pair.charAt(1)));
              }
            });
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  @Test
  void everyAlertSaysHowBadItIsWhatItMeansAndWhereThePlaybookTreatsIt() throws IOException {
    String operations = Files.readString(ROOT.resolve("docs/operations.md"));
    Set<String> anchors = new HashSet<>();
    Matcher heading = HEADING.matcher(operations);
    while (heading.find()) {
      anchors.add(heading.group(1).toLowerCase(Locale.ROOT).replace("?", "").replace(' ', '-'));
    }
    List<JsonNode> alerts = rules().stream().filter(rule -> rule.has("alert")).toList();
    assertThat(alerts).hasSizeGreaterThan(8);
    for (JsonNode alert : alerts) {
      String name = alert.required("alert").asText();
      JsonNode notes = alert.required("annotations");
      assertThat(alert.required("for").asText()).as(name).matches("[1-9][0-9]*[smh]");
      assertThat(alert.required("labels").required("severity").asText())
          .as(name)
          .isIn("critical", "warning");
      assertThat(notes.required("summary").asText()).as(name).isNotBlank();
      assertThat(notes.required("runbook").asText()).as(name).startsWith("docs/operations.md#");
      assertThat(anchors).as(name).contains(notes.required("runbook").asText().split("#", 2)[1]);
      assertThat(operations).as(name).contains("| **" + notes.required("symptom").asText() + "**");
    }
  }

  @Test
  void promtoolFindsNothingWrongWhereItIsInstalled() throws Exception {
    assumeTrue(isInstalled("promtool"), "promtool is not on the path");
    Process promtool =
        new ProcessBuilder("promtool", "check", "rules", ALERTS.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(promtool.exitValue())
        .as(new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isZero();
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
