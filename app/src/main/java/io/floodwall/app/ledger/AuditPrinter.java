package io.floodwall.app.ledger;

import static io.floodwall.app.ledger.VerifyCommand.count;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.audit.Discrepancy;
import io.floodwall.core.audit.Outcomes;
import io.floodwall.core.audit.Pending;
import io.floodwall.core.gate.Verdict;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What an audit came to, for people and for programs. */
final class AuditPrinter {
  private AuditPrinter() {}

  static void text(String name, WallAudited audited, DataOut out) {
    audited.partitions().forEach(partition -> text(partition, out));
    out.text(
        "verdict topics: "
            + count(audited.onTopics(), "decision")
            + ", "
            + sum(audited, Outcomes::decisions)
            + " on record");
    if (audited.taken().isEmpty()) {
      out.text("taken by retention: nothing");
    }
    for (Map.Entry<String, Long> first : audited.taken().entrySet()) {
      out.text("taken by retention: " + first.getKey() + " below offset " + first.getValue());
    }
    audited.found().kept().forEach(finding -> out.text("  " + finding.line()));
    long more = audited.found().count() - audited.found().kept().size();
    if (more > 0) {
      out.text("  and " + more + " more");
    }
    audited.chains().stream()
        .filter(chain -> !chain.isValid())
        .forEach(chain -> VerifyCommand.text(chain, out));
    out.text(verdict(name, audited));
  }

  private static void text(Outcomes partition, DataOut out) {
    out.text(
        "partition "
            + partition.partition()
            + ": "
            + count(partition.intents(), "intent")
            + " from offset "
            + partition.begin()
            + " to the cut at "
            + partition.cut()
            + "; on record "
            + partition.decisions()
            + " decided, "
            + partition.refused()
            + " refused, "
            + partition.expired()
            + " expired; "
            + partition.pendingCount()
            + " pending; "
            + partition.unread()
            + " behind the cut");
    for (Pending pending : partition.pending()) {
      out.text(
          "  pending "
              + pending.partition()
              + "@"
              + pending.offset()
              + " "
              + pending.stage().label());
    }
    long more = partition.pendingCount() - partition.pending().size();
    if (more > 0) {
      out.text("  and " + more + " more");
    }
    if (partition.gone() > 0) {
      out.text(
          "  "
              + partition.gone()
              + " answers are of intents that retention has taken: one each, what they answer is"
              + " not proven");
    }
  }

  static ObjectNode json(WallAudited audited) {
    ObjectNode object = Json.object().put("complete", audited.faults() == 0);
    ArrayNode partitions = object.putArray("partitions");
    audited.partitions().forEach(partition -> partitions.add(json(partition)));
    ArrayNode pending = object.putArray("pending");
    for (Outcomes partition : audited.partitions()) {
      for (Pending one : partition.pending()) {
        pending
            .addObject()
            .put("partition", one.partition())
            .put("offset", one.offset())
            .put("stage", one.stage().label());
      }
    }
    object.put("decisions_on_topics", audited.onTopics());
    object.put("decisions_on_record", sum(audited, Outcomes::decisions));
    ObjectNode taken = object.putObject("retention");
    audited.taken().forEach(taken::put);
    ObjectNode counts = object.putObject("counts");
    for (Discrepancy.Kind kind : Discrepancy.Kind.values()) {
      counts.put(kind.label(), audited.found().count(kind));
    }
    ArrayNode findings = object.putArray("findings");
    audited.found().kept().forEach(finding -> findings.add(json(finding)));
    ArrayNode chains = object.putArray("chain_findings");
    audited
        .chains()
        .forEach(
            chain -> {
              for (var finding : chain.findings()) {
                chains.add(
                    Json.object()
                        .put("partition", chain.partition())
                        .<ObjectNode>setAll(VerifyCommand.json(finding)));
              }
            });
    return object.put("findings_count", audited.faults());
  }

  private static ObjectNode json(Outcomes partition) {
    ObjectNode object =
        Json.object()
            .put("partition", partition.partition())
            .put("begin", partition.begin())
            .put("cut", partition.cut())
            .put("intents", partition.intents());
    ObjectNode decided = object.putObject("decided");
    for (Verdict verdict : Verdict.values()) {
      decided.put(verdict.label(), partition.decided().getOrDefault(verdict, 0L));
    }
    return object
        .put("refused", partition.refused())
        .put("expired", partition.expired())
        .put("pending", partition.pendingCount())
        .put("answers_of_intents_gone", partition.gone())
        .put("behind_the_cut", partition.unread());
  }

  private static ObjectNode json(Discrepancy finding) {
    ObjectNode object =
        Json.object()
            .put("kind", finding.kind().label())
            .put("partition", finding.partition())
            .put("subject", finding.subject().label());
    object.put("number", finding.number() < 0 ? null : (Long) finding.number());
    object.put("place", finding.place().isEmpty() ? null : finding.place());
    return object.put("detail", finding.detail());
  }

  private static String verdict(String name, WallAudited audited) {
    String all =
        count(sum(audited, Outcomes::intents), "intent")
            + " in "
            + count(audited.partitions().size(), "partition");
    return audited.faults() == 0
        ? "ledger '" + name + "' is complete: " + all
        : "ledger '"
            + name
            + "' is NOT complete: "
            + count(audited.faults(), "finding")
            + " in "
            + all;
  }

  private static long sum(WallAudited audited, ToLongFunction<Outcomes> count) {
    return audited.partitions().stream().mapToLong(count).sum();
  }
}
