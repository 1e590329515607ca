package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What {@code ledger verify} says of a wall with one chain. */
final class Verified {
  private Verified() {}

  /** Checks that exactly these are found, each as {@code check seq}, in text and in JSON. */
  static void assertFound(TestWall wall, String... expected) {
    Cli json = wall.ledger("verify", "-o", "json");
    Cli text = wall.ledger("verify");

    assertThat(json.exit()).as(json.toString()).isEqualTo(5);
    assertThat(text.exit()).isEqualTo(5);
    JsonNode chain = json.json().get(0);
    var found = new ArrayList<String>();
    chain
        .get("findings")
        .forEach(f -> found.add(f.get("check").asText() + " " + f.get("seq").asText()));
    assertThat(found).containsExactly(expected);
    assertThat(chain.get("valid").asBoolean()).isFalse();
    assertThat(chain.get("findings_count").asInt()).isEqualTo(expected.length);
    assertThat(json.json().get(1).get("valid").asBoolean()).isFalse();
    List<String> lines = text.lines();
    assertThat(lines).hasSize(expected.length + 2);
    for (int i = 0; i < expected.length; i++) {
      String[] parts = expected[i].split(" ", 2);
      String start =
          "  "
              + parts[0]
              + ": chain 0"
              + (parts[1].equals("null") ? " at " : " seq " + parts[1] + " at ");
      assertThat(lines.get(i + 1)).startsWith(start);
    }
    assertThat(lines.get(lines.size() - 1)).startsWith("ledger '").contains("' is NOT valid: ");
    assertThat(text.err()).doesNotContain("\tat ");
  }
}
