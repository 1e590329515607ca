package io.floodwall.app.wall;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.gate.Decision;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one sent intent: sent and not answered yet, refused, or decided and perhaps in
 * force.
 *
 * @param inForce whether the decision's ledger entry is committed
 */
public record Fate(
    String agent,
    String id,
    int partition,
    long offset,
    @Nullable Refusal refusal,
    @Nullable Decision decision,
    boolean inForce) {

  /** An intent that was sent, with no answer yet. */
  public static Fate sent(String agent, String id, int partition, long offset) {
    return new Fate(agent, id, partition, offset, null, null, false);
  }

  Fate refused(Refusal answer) {
    return new Fate(agent, id, partition, offset, answer, null, false);
  }

  Fate decided(Decision answer) {
    return new Fate(agent, id, partition, offset, null, answer, false);
  }

  Fate nowInForce() {
    return new Fate(agent, id, partition, offset, refusal, decision, true);
  }

  /** Whether nothing more is to be waited for. */
  public boolean isSettled() {
    return refusal != null || (decision != null && inForce);
  }

  /** {@code admit}, {@code defer}, {@code reject}, {@code refused} or {@code pending}. */
  public String outcome() {
    if (refusal != null) {
      return "refused";
    }
    return decision == null ? "pending" : decision.verdict().label();
  }

  /** One object for programs. */
  public ObjectNode json() {
    ObjectNode out =
        Json.object()
            .put("agent", agent)
            .put("id", id)
            .put("partition", partition)
            .put("offset", offset)
            .put("outcome", outcome());
    if (refusal != null) {
      out.put("reason", refusal.reason().name()).put("detail", refusal.detail());
      out.put("next", refusal.reason().next());
      if (refusal.retryAfterMs() != null) {
        out.put("retry_after_ms", refusal.retryAfterMs());
      }
    }
    if (decision != null) {
      out.put("reason", decision.ruling().reason().name()).put("detail", decision.ruling().text());
      out.put("decision_seq", decision.decisionSeq()).put("in_force", inForce);
      var breakdown = out.putArray("breakdown");
      decision
          .ruling()
          .breakdown()
          .forEach(
              said ->
                  breakdown
                      .addObject()
                      .put("policy", said.policy())
                      .put(
                          "verdict",
                          said.verdict() == null
                              ? "silent"
                              : said.verdict().name().toLowerCase(Locale.ROOT))
                      .put("text", said.text()));
    }
    return out;
  }
}
