package io.floodwall.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of every line: what it must be, and what it must not. */
class FieldsTest {
  private static final String CONFIG =
      "{\"op\":\"config\",\"capacity\":9,\"burst\":9,\"refill\":1,\"policies\":[],\"allow\":[]}";
  private static final String SUBMIT =
      "{\"op\":\"submit\",\"id\":1,\"agent\":\"a\",\"action\":\"apply\",\"resource\":\"r\","
          + "\"manifest\":\"m\",\"replicas\":3,\"priority\":\"bulk\",\"blast\":\"cell\",\"now\":0}";
  private static final String U64 = "give an integer from 0 to 18446744073709551615";

  @ParameterizedTest
  @ValueSource(strings = {"capacity", "burst", "refill", "policies"})
  void aConfigNeeds(String field) {
    assertRefused(without(CONFIG, field), "field '" + field + "' is missing; give ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"id", "agent", "action", "resource", "manifest", "priority", "blast", "now"})
  void aSubmitNeeds(String field) {
    assertRefused(without(SUBMIT, field), "field '" + field + "' is missing; give ");
  }

  @Test
  void aScaleNeedsReplicasAndNoManifest() throws BadLineException {
    String scale = SUBMIT.replace("\"apply\"", "\"scale\"");
    assertRefused(without(scale, "replicas"), "field 'replicas' is missing; give an integer");
    assertUnderstood(without(scale, "manifest"));
  }

  @Test
  void aDestroyNeedsNeitherManifestNorReplicas() throws BadLineException {
    String destroy = SUBMIT.replace("\"apply\"", "\"destroy\"");
    assertUnderstood(without(without(destroy, "replicas"), "manifest"));
  }

  @Test
  void anAllowlistNeedsAllowAndNoOtherPolicyDoes() throws BadLineException {
    String noAllow = without(CONFIG, "allow");
    assertUnderstood(noAllow);
    assertRefused(
        noAllow.replace("[]", "[\"resource-allowlist\"]"),
        "field 'allow' is missing; give an array of texts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"capacity", "id", "now"})
  void anUnsigned64BitNumberHasNoSignNoFractionAndNoExponent(String field) throws BadLineException {
    assertUnderstood(with(field, "0"));
    assertUnderstood(with(field, "9007199254740993"));
    assertUnderstood(with(field, "18446744073709551615"));
    for (String bad :
        new String[] {
          "-1", "-0", "18446744073709551616", "1.0", "1e3", "\"1\"", "true", "null", "[1]", "{}"
        }) {
      assertRefused(with(field, bad), "field '" + field + "' is ", U64);
    }
  }

  @Test
  void replicasHave32BitsEvenWhereTheyAreNotNeeded() throws BadLineException {
    assertUnderstood(with("replicas", "4294967295"));
    assertRefused(
        with("replicas", "4294967296"),
        "field 'replicas' is 4294967296; give an integer from 0 to 4294967295");
    assertRefused(with("replicas", "18446744073709551615"), "field 'replicas' is ");
    assertRefused(with("replicas", "\"3\""), "field 'replicas' is the text '3'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"burst", "refill"})
  void anAmountIsANumberThatIsNotNegative(String field) throws BadLineException {
    for (String good :
        new String[] {"0", "-0", "0.0", "1.5", "2E3", "1e999999999", "1e-999999999"}) {
      assertUnderstood(with(field, good));
    }
    for (String bad :
        new String[] {"-1", "-1e-999999999", "1e99999999999", "\"1\"", "null", "[]"}) {
      assertRefused(with(field, bad), "field '" + field + "' is ", "give a number of tokens");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "resource", "manifest"})
  void aTextIsAnyText(String field) throws BadLineException {
    assertUnderstood(with(field, "\"\""));
    assertUnderstood(with(field, "\"\\u0000 \\ud83d\\ude00 \\u202e\""));
    for (String bad : new String[] {"1", "true", "null", "[\"a\"]", "{}"}) {
      assertRefused(with(field, bad), "field '" + field + "' is ", "give a text");
    }
    assertRefused(with(field, "\"a\\udc00\""), "half of a surrogate pair");
  }

  @ParameterizedTest
  @CsvSource({"action,INVOKE", "action,invoke", "priority,Bulk", "priority,low", "blast,world"})
  void aChoiceIsSpelledAsListed(String field, String bad) {
    assertRefused(with(field, '"' + bad + '"'), "is the text '" + bad + "'; give one of ");
  }

  @Test
  void listsHoldTextsAlone() {
    assertRefused(with("policies", "\"freeze-window\""), "field 'policies' is the text");
    assertRefused(with("policies", "[1]"), "field 'policies' is 1; give ");
    assertRefused(with("policies", "[[\"freeze-window\"]]"), "field 'policies' is an array; give ");
    assertRefused(with("policies", "[\"freeze\"]"), "give one of no-global-destroy, ");
    assertRefused(with("allow", "{\"web\":1}"), "field 'allow' is an object; give an array");
    assertRefused(with("allow", "[\"web\",null]"), "field 'allow' is null; give an array of texts");
  }

  @Test
  void aLongValueIsShortInTheMessage() {
    assertThatThrownBy(() -> understand(with("capacity", '"' + "x\\n".repeat(5_000) + '"')))
        .hasMessageContaining("x\\u{a}x\\u{a}")
        .hasMessageContaining("...")
        .message()
        .hasSizeLessThan(1_000);
  }

  private static void assertRefused(String line, String... parts) {
    assertThatThrownBy(() -> understand(line))
        .as(line)
        .isInstanceOf(BadLineException.class)
        .hasMessageContainingAll(parts);
  }

  private static void assertUnderstood(String line) throws BadLineException {
    understand(line);
    assertThat(line).isNotEmpty();
  }

  private static void understand(String line) throws BadLineException {
    var simulation = new Simulation();
    simulation.accept(CONFIG, answer -> {});
    simulation.accept(line, answer -> {});
  }

  private static String with(String field, String value) {
    String line = CONFIG.contains('"' + field + "\":") ? CONFIG : SUBMIT;
    return line.replaceFirst(
        '"' + field + "\":(\\[\\]|[^,}]+)", "\"" + field + "\":" + value.replace("\\", "\\\\"));
  }

  private static String without(String line, String field) {
    return line.replaceFirst(",\"" + field + "\":(\\[\\]|[^,}]+)", "");
  }
}
