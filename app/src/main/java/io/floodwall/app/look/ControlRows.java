package io.floodwall.app.look;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.admission.Control;
import io.floodwall.core.signing.AgentKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How the valve, the jails, the agents' keys and what is asked of signatures are listed; the valve
 * always is, as open when nobody ever shut it.
 */
final class ControlRows {
  static final List<Column> COLUMNS =
      Column.of("CONTROL", "STATE", "UNTIL", "WHO", "IN-EFFECT", "WHY");

  private ControlRows() {}

  static List<Row> of(List<Orders.Order> orders, long nowMs) {
    var rows = new ArrayList<Row>();
    orders.stream().filter(ControlRows::isValve).forEach(order -> rows.add(row(order, nowMs)));
    if (rows.isEmpty()) {
      rows.add(neverShut());
    }
    orders.stream().filter(order -> !isValve(order)).forEach(order -> rows.add(row(order, nowMs)));
    return rows;
  }

  private static boolean isValve(Orders.Order order) {
    return order.control().kind() == Control.Kind.VALVE;
  }

  private static Row row(Orders.Order order, long nowMs) {
    Control control = order.control();
    Long untilMs = order.untilMs();
    String until = untilMs == null ? "" : Instant.ofEpochMilli(untilMs).toString();
    ObjectNode json =
        Json.object()
            .put("key", control.key())
            .put("state", order.state(nowMs))
            .put("until", untilMs == null ? null : until)
            .put("who", control.who())
            .put("reason", control.reason())
            .put("applied", order.applied())
            .put("partitions", order.copies());
    AgentKey key = control.agentKey();
    if (key != null) {
      json.put("valid_from", Instant.ofEpochMilli(key.validFromMs()).toString());
      json.put("public_key", key.publicKey().toString());
    }
    return new Row(
        "control/" + control.key(),
        json,
        List.of(
            control.key(),
            order.state(nowMs),
            until,
            control.who(),
            order.applied() + "/" + order.copies(),
            control.reason()));
  }

  private static Row neverShut() {
    ObjectNode json =
        Json.object()
            .put("key", Control.VALVE_KEY)
            .put("state", "open")
            .putNull("until")
            .putNull("who")
            .putNull("reason")
            .putNull("applied")
            .putNull("partitions");
    return new Row(
        "control/" + Control.VALVE_KEY,
        json,
        List.of(Control.VALVE_KEY, "open", "", "", "", "never closed"));
  }
}
