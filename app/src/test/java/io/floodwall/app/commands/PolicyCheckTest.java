package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyCheckTest {
  private static final String HEAD = "tenant: acme\nversion: 2\n";

  @TempDir private Path folder;

  private Said check(String text) throws IOException {
    return Said.by(
        "policy", "check", Files.writeString(folder.resolve("bundle.yaml"), text).toString());
  }

  @Test
  void aGoodBundleIsSaidToBeOne() throws IOException {
    Said said =
        check(
            HEAD
                + "default: admit\n"
                + "policies: [no-global-destroy, {resource-allowlist: {allow: [web]}}]");
    assertThat(said.exit()).isZero();
    assertThat(said.out())
        .endsWith("bundle.yaml: valid: acme/2, 2 policies" + System.lineSeparator());
    assertThat(said.err()).isEmpty();
  }

  static Stream<Arguments> badBundles() {
    return Stream.of(
        arguments(
            HEAD + "policies: [no-global-destory]",
            "unknown policy; known are no-global-destroy, "),
        arguments(HEAD + "polices: []", "unknown key 'polices'"),
        arguments(HEAD + "policies: []\npolicies: []", "duplicate key policies"),
        arguments("tenant: acme\nversion: 0\npolicies: []", "version: must be 1 or more"),
        arguments("tenant: ' acme'\nversion: 1\npolicies: []", "tenant: must be a name"),
        arguments("tenant: \"\\e[2J\"\nversion: 1\npolicies: []", "tenant: must be a name"),
        arguments(HEAD + "policies: [resource-allowlist]", "allow: is missing"),
        arguments(
            HEAD + "policies: [{resource-allowlist: {alow: [web]}}]", "alow: unknown parameter"),
        arguments(HEAD + "policies: [{resource-allowlist: {allow: ['']}}]", "'' is not a name"),
        arguments(HEAD + "policies: [{freeze-window: {frozen: maybe}}]", "must be true or false"),
        arguments(HEAD + "policies: [{freeze-window: {from: 2026-12-24}}]", "RFC 3339"),
        arguments(
            HEAD
                + "policies: [{freeze-window: {from: '2027-01-01T00:00:00Z', until:"
                + " '2026-01-01T00:00:00Z'}}]",
            "must be later than from"),
        arguments(
            HEAD + "policies: [{no-global-destroy: {allow: [web]}}]", "allow: unknown parameter"),
        arguments(HEAD + "policies: [" + "no-global-destroy, ".repeat(33) + "]", "at most 32"),
        arguments(HEAD + "policies: []\nagents: [a, a]", "'a' is listed twice"),
        arguments(HEAD + "policies: []\nagents: ['\u202e']", "agents: '\\u{202e}' is not a name"),
        arguments(HEAD + "policies: []\nsafeTools: ['']", "safeTools: '' is not a name"),
        arguments("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]", "aliases"));
  }

  @ParameterizedTest
  @MethodSource("badBundles")
  void aBadBundleIsRefusedWithThePlaceOfTheFault(String text, String problem) throws IOException {
    Said said = check(text);
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .startsWith("floodwall policy check: ")
        .contains("bundle.yaml", problem)
        .hasLineCount(1);
    assertThat(said.err().codePoints()).noneMatch(c -> c == 0x1b || c == 0x202e);
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() throws IOException {
    assertThat(check("tenant: ''\nversion: 0\npolicies: [typo]").err())
        .contains("tenant: must be", "version: must be", "policies[0] typo: unknown policy");
  }

  @Test
  void whatIsNoFileOfTextIsRefused() throws IOException {
    Path latin1 =
        Files.write(
            folder.resolve("latin1.yaml"),
            "tenant: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat(2 * 1024 * 1024));
    assertThat(Said.by("policy", "check", latin1.toString()))
        .returns(1, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("is not UTF-8");
    assertThat(Said.by("policy", "check", large.toString()))
        .returns(1, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("larger than 1048576 bytes");
    assertThat(Said.by("policy", "check", folder.toString()))
        .returns(1, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("cannot read");
    assertThat(Said.by("policy", "check", folder.resolve("none").toString()))
        .returns(1, Said::exit)
        .extracting(Said::err)
        .asString()
        .contains("cannot read");
  }

  @Test
  void aFileNameCannotMoveTheCursor() throws IOException {
    Path file =
        Files.writeString(folder.resolve("\u001b]8;;http:bundle.yaml"), HEAD + "policies: []");
    Said said = Said.by("policy", "check", file.toString());
    assertThat(said.exit()).isZero();
    assertThat(said.out()).contains("\\u{1b}]8;;http:bundle.yaml: valid").doesNotContain("\u001b");
  }
}
