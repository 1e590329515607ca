package io.floodwall.app.look;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.admission.RateLimit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How agents are listed. */
final class AgentRows {
  static final List<Column> COLUMNS =
      Column.of(
          "AGENT",
          "TOKENS",
          "ADMITTED",
          "DEFERRED",
          "REJECTED",
          "REFUSED",
          "WAITING",
          "PENDING",
          "LAST",
          "JAILED",
          "[LAST-REFUSAL]",
          "[PARTITION]");

  private AgentRows() {}

  static Row row(Agent agent, boolean jailed, long nowMs) {
    ObjectNode json =
        Json.object()
            .put("agent", agent.name())
            .put("tokens_micros", agent.tokensMicros())
            .put("seen", agent.seen())
            .put("admitted", agent.admitted())
            .put("deferred", agent.deferred())
            .put("rejected", agent.rejected())
            .put("refused", agent.refused())
            .put("waiting", agent.waiting())
            .put("pending", agent.pending())
            .put(
                "last_at",
                agent.lastMs() < 0 ? null : Instant.ofEpochMilli(agent.lastMs()).toString())
            .put("jailed", jailed)
            .put("last_refusal", agent.reason())
            .put("partition", agent.partition() < 0 ? null : agent.partition());
    return new Row(
        "agent/" + agent.name(),
        json,
        List.of(
            agent.name(),
            tokens(agent.tokensMicros()),
            Long.toString(agent.admitted()),
            Long.toString(agent.deferred()),
            Long.toString(agent.rejected()),
            Long.toString(agent.refused()),
            Long.toString(agent.waiting()),
            Long.toString(agent.pending()),
            Ages.of(agent.lastMs(), nowMs),
            jailed ? "yes" : "no",
            agent.reason() == null ? "" : agent.reason(),
            agent.partition() < 0 ? "" : Integer.toString(agent.partition())));
  }

  /** Tokens with at most two places, cut and not rounded: what is not there is not shown. */
  static String tokens(@Nullable Long micros) {
    return micros == null
        ? ""
        : BigDecimal.valueOf(micros)
            .divide(BigDecimal.valueOf(RateLimit.MICROS), 2, RoundingMode.DOWN)
            .stripTrailingZeros()
            .toPlainString();
  }
}
