package io.floodwall.app.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.replay.Rebuilt;
import java.util.Locale;
import java.util.Map;

/** A rebuilt state for programs: one object a line, each with its type. */
final class ReplayJson {
  private final DataOut out;

  ReplayJson(DataOut out) {
    this.out = out;
  }

  void print(Rebuilt wall, Iterable<LedgerCheck.Checked> chains) {
    wall.decided().forEach(intent -> out.json(verdict(intent)));
    wall.levels().forEach(level -> out.json(bucket(level)));
    wall.waiting().forEach(intent -> out.json(waiting(intent)));
    wall.holds().forEach(intent -> out.json(hold(intent)));
    wall.deployed().forEach(deployed -> out.json(outcome(deployed)));
    wall.bundles().forEach(bundle -> out.json(bundle(bundle)));
    wall.controls().forEach(order -> out.json(control(order)));
    out.json(counters(wall.counts()));
    wall.stands().forEach(stand -> out.json(head(stand)));
    chains.forEach(
        chain ->
            chain
                .findings()
                .forEach(
                    finding ->
                        out.json(
                            of("finding", chain.partition()).setAll(VerifyCommand.json(finding)))));
  }

  private static ObjectNode verdict(Rebuilt.Decided intent) {
    return identity("verdict", intent)
        .put("verdict", intent.verdict().label())
        .put("reason", intent.reason().name())
        .put("text", intent.text())
        .put("seq", intent.seq())
        .put("decision_seq", intent.decisionSeq())
        .put("source_offset", intent.sourceOffset())
        .put("decided_at", Where.time(intent.decidedAtMs()))
        .put("times_decided", intent.times());
  }

  private static ObjectNode hold(Rebuilt.Decided intent) {
    return identity("hold", intent)
        .put("reason", intent.reason().name())
        .put("text", intent.text())
        .put("seq", intent.seq())
        .put("decision_seq", intent.decisionSeq());
  }

  private static ObjectNode identity(String type, Rebuilt.Decided intent) {
    return of(type, intent.partition())
        .put("tenant", intent.tenant())
        .put("agent", intent.agent())
        .put("id", intent.id());
  }

  private static ObjectNode bucket(Rebuilt.Level level) {
    return of("bucket", level.partition())
        .put("agent", level.agent())
        .put("tokens_micros", level.bucket().tokensMicros())
        .put("remainder", level.bucket().remainder())
        .put("last_ms", level.bucket().last())
        .put("source_offset", level.sourceOffset());
  }

  private static ObjectNode waiting(Rebuilt.Waiting intent) {
    return of("waiting", intent.partition())
        .put("offset", intent.offset())
        .put("agent", intent.agent())
        .put("id", intent.id())
        .put(
            "priority",
            intent.priority() == null ? null : intent.priority().name().toLowerCase(Locale.ROOT));
  }

  private static ObjectNode outcome(Rebuilt.Deployed deployed) {
    return of("outcome", deployed.partition())
        .<ObjectNode>setAll(OutcomePayload.json(deployed.outcome()))
        .put("seq", deployed.seq());
  }

  private static ObjectNode bundle(Rebuilt.Bundle bundle) {
    return of("bundle", bundle.partition())
        .put("tenant", bundle.tenant())
        .put("version", bundle.version())
        .put("seq", bundle.seq());
  }

  private static ObjectNode control(Rebuilt.Order order) {
    return of("control", order.partition())
        .<ObjectNode>setAll(Payload.Order.json(order.control()))
        .put("seq", order.seq());
  }

  private static ObjectNode counters(Rebuilt.Counts counts) {
    ObjectNode object = Json.object().put("type", "counters");
    ObjectNode verdicts = object.putObject("verdicts");
    counts.verdicts().forEach((verdict, count) -> verdicts.put(verdict.label(), count));
    ObjectNode refusals = object.putObject("refusals");
    counts.refusals().forEach((reason, count) -> refusals.put(reason.name(), count));
    ObjectNode entries = object.putObject("entries");
    for (Map.Entry<EntryKind, Long> kind : counts.entries().entrySet()) {
      entries.put(EntryPrinter.label(kind.getKey()), kind.getValue());
    }
    return object;
  }

  private static ObjectNode head(Rebuilt.Stand stand) {
    return of("head", stand.partition())
        .put("size", stand.size())
        .put("digest", stand.digest().hex())
        .put("decisions_through", stand.decisionsThrough())
        .put("intents_cut", stand.cut());
  }

  private static ObjectNode of(String type, int partition) {
    return Json.object().put("type", type).put("partition", partition);
  }
}
