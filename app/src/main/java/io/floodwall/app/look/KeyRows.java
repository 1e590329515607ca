package io.floodwall.app.look;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.admission.Control;
import io.floodwall.core.signing.AgentKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the keys of agents are listed: agent by agent, the key that counts first at the top. */
final class KeyRows {
  static final List<Column> COLUMNS =
      Column.of(
          "AGENT", "KEY", "STATE", "FROM", "UNTIL", "WHO", "IN-EFFECT", "WHY", "[PUBLIC-KEY]");

  private KeyRows() {}

  /** A key and the last order about it. */
  private record Kept(AgentKey key, Orders.Order order) {
    String agent() {
      return order.control().agent();
    }
  }

  /** The keys of {@code agent}, or of all agents. */
  static List<Row> of(List<Orders.Order> orders, @Nullable String agent, long nowMs) {
    var kept = new ArrayList<Kept>();
    for (Orders.Order order : orders) {
      AgentKey key = order.control().agentKey();
      if (key != null && (agent == null || order.control().agent().equals(agent))) {
        kept.add(new Kept(key, order));
      }
    }
    kept.sort(
        Comparator.comparing(Kept::agent)
            .thenComparingLong(one -> one.key().validFromMs())
            .thenComparing(one -> one.key().id()));
    return kept.stream().map(one -> row(one.key(), one.order(), nowMs)).toList();
  }

  private static Row row(AgentKey key, Orders.Order order, long nowMs) {
    Control control = order.control();
    Long untilMs = key.validUntilMs();
    String from = Instant.ofEpochMilli(key.validFromMs()).toString();
    String until = untilMs == null ? "" : Instant.ofEpochMilli(untilMs).toString();
    ObjectNode json =
        Json.object()
            .put("agent", control.agent())
            .put("key_id", key.id())
            .put("state", order.state(nowMs))
            .put("valid_from", from)
            .put("valid_until", untilMs == null ? null : until)
            .put("who", control.who())
            .put("reason", control.reason())
            .put("applied", order.applied())
            .put("partitions", order.copies())
            .put("public_key", key.publicKey().toString());
    return new Row(
        control.key(),
        json,
        List.of(
            control.agent(),
            key.id(),
            order.state(nowMs),
            from,
            until,
            control.who(),
            order.applied() + "/" + order.copies(),
            control.reason(),
            key.publicKey().toString()));
  }
}
