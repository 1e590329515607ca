package io.floodwall.app.ledger;

import static io.floodwall.app.ledger.VerifyCommand.count;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was rebuilt, what was lost, and what cannot be rebuilt, for people and for programs. */
final class RebuildPrinter {
  /** What no topic tells. */
  static final List<String> NOT_REBUILT =
      List.of(
          "the release budget: it starts empty, as after any restart",
          "which agents were forgotten when: an agent silent for long may be remembered, or a short"
              + " while longer",
          "the moment an intent entered the room, where the topic of that news has lost it: its"
              + " append time stands in",
          "retries of intents that retention has taken and that were not decided: they count as"
              + " new",
          "metrics");

  private static final int LISTED_MAX = 100;

  private RebuildPrinter() {}

  static void text(String name, RebuiltWall wall, DataOut out) {
    for (String app : wall.stores().keySet()) {
      out.text(app + ": " + count(wall.rows(app), "row"));
      offsetsByName(wall, app)
          .forEach((partition, offset) -> out.text("  goes on at " + partition + "@" + offset));
    }
    out.text("waiting: " + count(wall.waiting(), "intent"));
    wall.lost().stream().limit(LISTED_MAX).forEach(lost -> out.text("LOST to retention: " + lost));
    if (wall.lost().size() > LISTED_MAX) {
      out.text("and " + (wall.lost().size() - LISTED_MAX) + " more lost");
    }
    NOT_REBUILT.forEach(what -> out.text("not rebuilt: " + what));
    out.text(
        "ledger '"
            + name
            + "' has its applications' state again: delete their local state folders, then start"
            + " them");
  }

  static ObjectNode json(RebuiltWall wall) {
    ObjectNode object = Json.object().put("rebuilt", true);
    ObjectNode apps = object.putObject("applications");
    for (String app : wall.stores().keySet()) {
      ObjectNode one = apps.putObject(app).put("rows", wall.rows(app));
      ObjectNode offsets = one.putObject("offsets");
      offsetsByName(wall, app).forEach(offsets::put);
    }
    object.put("waiting", wall.waiting());
    add(object.putArray("lost"), wall.lost());
    object.put("lost_count", wall.lost().size());
    add(object.putArray("remarks"), wall.remarks());
    add(object.putArray("not_rebuilt"), NOT_REBUILT);
    return object;
  }

  private static void add(ArrayNode array, List<String> texts) {
    texts.stream().limit(LISTED_MAX).forEach(array::add);
  }

  private static SortedMap<String, Long> offsetsByName(RebuiltWall wall, String app) {
    var named = new TreeMap<String, Long>();
    wall.offsets()
        .getOrDefault(app, Map.of())
        .forEach((partition, offset) -> named.put(partition.toString(), offset));
    return named;
  }
}
