package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.PolicyBundle.AgentRule;
import io.floodwall.core.gate.PolicyBundle.Parameter;
import io.floodwall.core.gate.PolicyBundle.PolicySpec;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BundleFileTest {
  private static final PolicyBundle WHOLE =
      new PolicyBundle(
          "acme",
          7,
          true,
          List.of(
              new AgentRule("deployer", null, null),
              new AgentRule("autoscaler \"2\"", Priority.NORMAL, BlastRadius.SERVICE)),
          List.of("list-pods", "h\u00e9llo \ud83d\ude00"),
          List.of(
              new PolicySpec("no-global-destroy", List.of()),
              new PolicySpec(
                  "resource-allowlist",
                  List.of(new Parameter("allow", List.of("web", "- api", "true", "7")))),
              new PolicySpec("resource-allowlist", List.of(new Parameter("allow", List.of()))),
              new PolicySpec(
                  "freeze-window",
                  List.of(
                      new Parameter("frozen", List.of("true")),
                      new Parameter("until", List.of("2026-12-24T18:00:00Z"))))));

  @TempDir private Path folder;

  private PolicyBundle read(String text) throws IOException {
    return BundleFile.read(Files.writeString(folder.resolve("bundle.yaml"), text));
  }

  @Test
  void isReadAsPeopleWriteIt() throws IOException {
    assertThat(
            read(
                """
                # who may do what at acme
                tenant: acme
                version: 7
                default: admit
                agents:
                  - deployer
                  - name: autoscaler "2"
                    maxPriority: normal
                    minBlast: service
                safeTools: [list-pods, "h\u00e9llo \\U0001F600"]
                policies:
                  - no-global-destroy
                  - resource-allowlist: {allow: [web, "- api", true, "7"]}
                  - resource-allowlist: {allow: []}
                  - freeze-window:
                      frozen: true
                      until: 2026-12-24T18:00:00Z
                """))
        .isEqualTo(WHOLE);
  }

  @Test
  void whatPolicyShowPrintsCanBePublishedAgain() throws IOException {
    assertThat(read(BundleText.yaml(WHOLE))).isEqualTo(WHOLE);
    assertThat(read(Json.line(BundleText.json(WHOLE)))).isEqualTo(WHOLE);
    assertThat(read(BundleText.yaml(PolicyBundle.shipped()))).isEqualTo(PolicyBundle.shipped());
    var empty = new PolicyBundle("acme", 1, false, List.of(), List.of(), List.of());
    assertThat(read(BundleText.yaml(empty))).isEqualTo(empty);
  }

  @Test
  void whatIsShownIsOnePrintableLinePerItem() {
    var hostile =
        new PolicyBundle(
            "t\u001b[2J\n\u202e",
            1,
            false,
            List.of(),
            List.of(),
            List.of(new PolicySpec("p\u0007\u007f", List.of())));
    assertThat(BundleText.yaml(hostile))
        .hasLineCount(6)
        .startsWith("---\n")
        .matches("[\\x20-\\x7e\\n]*");
  }

  @Test
  void anAbsentDefaultRejects() throws IOException {
    assertThat(read("tenant: acme\nversion: 1\npolicies: []").admitByDefault()).isFalse();
  }

  static Stream<Arguments> notBundles() {
    String head = "tenant: acme\nversion: 1\n";
    return Stream.of(
        arguments("", "version: is missing"),
        arguments("- a\n- b", "must be a mapping"),
        arguments("just text", "must be a mapping"),
        arguments("tenant: acme\npolicies: []", "version: is missing"),
        arguments("version: 1\npolicies: []", "tenant: is missing"),
        arguments("tenant: 7\nversion: 1\npolicies: []", "tenant: must be text"),
        arguments("tenant: acme\nversion: two\npolicies: []", "version: must be a whole number"),
        arguments("tenant: acme\nversion: 1.5\npolicies: []", "version: must be a whole number"),
        arguments("tenant: acme\nversion: .nan\npolicies: []", "version: must be a whole number"),
        arguments(
            "tenant: acme\nversion: 9223372036854775808\npolicies: []",
            "version: must be a whole number"),
        arguments(head, "policies: is missing"),
        arguments(head + "policies:\n", "policies: is missing"),
        arguments(head + "policies: no-global-destroy", "policies: must be a list"),
        arguments(head + "policies: [7]", "policies: each is a name"),
        arguments(head + "policies: [{a: {}, b: {}}]", "policies: each is a name"),
        arguments(head + "policies: [{a: [b]}]", "policies: a: parameters must be a mapping"),
        arguments(
            head + "policies: [{a: {b: 7}}]",
            "policies: a: b: must be text, true or false (quote numbers)"),
        arguments(head + "policies: [{a: {b: [[c]]}}]", "policies: a: b: must be text"),
        arguments(
            head + "polices: []", "unknown key 'polices'; known are [agents, default, policies"),
        arguments(head + "policies: []\n? [a]\n: b", "Non scalar key"),
        arguments(
            head + "policies: []\ndefault: defer", "default: must be admit or reject, is 'defer'"),
        arguments(head + "policies: []\ndefault:", "default: must be text"),
        arguments(head + "policies: []\nagents: []", "agents: an empty list would let nobody in"),
        arguments(head + "policies: []\nagents: {a: b}", "agents: must be a list"),
        arguments(head + "policies: []\nagents: [7]", "agents: must be text"),
        arguments(head + "policies: []\nagents: [{maxPriority: bulk}]", "name: is missing"),
        arguments(
            head + "policies: []\nagents: [{name: a, priority: bulk}]",
            "agents: unknown key 'priority'"),
        arguments(
            head + "policies: []\nagents: [{name: a, maxPriority: BULK}]",
            "maxPriority: 'BULK' is not known"),
        arguments(
            head + "policies: []\nagents: [{name: a, minBlast: world}]",
            "minBlast: 'world' is not known"),
        arguments(head + "policies: []\nsafeTools: x", "safeTools: must be a list"));
  }

  @ParameterizedTest
  @MethodSource("notBundles")
  void isRefusedWithThePlaceOfTheFault(String text, String problem) {
    assertThat(catchThrowableOfType(CommandException.class, () -> read(text)))
        .isNotNull()
        .hasMessageContaining("bundle.yaml: ")
        .hasMessageContaining(problem)
        .returns(ExitCode.ERROR, CommandException::exitCode);
  }
}
