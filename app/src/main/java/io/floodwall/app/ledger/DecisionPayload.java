package io.floodwall.app.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.replay.LedgerState;
import io.floodwall.core.replay.LedgerState.Recorded;
import io.floodwall.core.signing.IntentSignature;
import java.util.Locale;

/** A decision: the intent, the facts it was ruled on, and the ruling, all of it. */
public record DecisionPayload(Decision decision) implements Payload {

  @Override
  public void addTo(ObjectNode entry) {
    Ruling ruling = decision.ruling();
    ObjectNode object = entry.putObject("decision");
    addIntent(object, decision.intent());
    object.put("verdict", ruling.verdict().label()).put("reason", ruling.reason().name());
    object.put("text", ruling.text()).put("topic", decision.topic());
    var breakdown = object.putArray("breakdown");
    for (Ruling.Said said : ruling.breakdown()) {
      breakdown
          .addObject()
          .put("policy", said.policy())
          .put("verdict", said.verdict() == null ? "silent" : said.verdict().label())
          .put("text", said.text());
    }
    object
        .put("ruled_priority", small(ruling.priority()))
        .put("ruled_blast", small(ruling.blast()));
    object.set("facts", json(decision.facts()));
    Decision.BundleRef bundle = decision.bundle();
    if (bundle == null) {
      object.putNull("bundle");
    } else {
      object
          .putObject("bundle")
          .put("version", bundle.version())
          .put("digest", bundle.digest().hex());
    }
    object.put("decision_seq", decision.decisionSeq());
    object.put("decided_at", Where.time(decision.decidedAtMs()));
  }

  @Override
  public String text() {
    Intent intent = decision.intent();
    Ruling ruling = decision.ruling();
    String tenant = intent.tenant().equals(Intent.DEFAULT_TENANT) ? "" : intent.tenant() + ":";
    String said = ruling.text() == null ? "" : " " + ruling.text();
    return ruling.verdict().label()
        + " "
        + tenant
        + intent.agent()
        + "/"
        + intent.id()
        + " "
        + text(intent.action())
        + " ("
        + small(ruling.priority())
        + ", "
        + small(ruling.blast())
        + ") "
        + ruling.reason()
        + said;
  }

  @Override
  public boolean isOf(String agent) {
    return decision.intent().agent().equals(agent);
  }

  @Override
  public void foldInto(LedgerState state, Recorded at) {
    state.verdict(at, decision);
  }

  private static void addIntent(ObjectNode object, Intent intent) {
    object.put("tenant", intent.tenant()).put("agent", intent.agent()).put("id", intent.id());
    object.put("on_behalf_of", intent.onBehalfOf());
    object.set("action", json(intent.action()));
    object.put("priority", small(intent.priority())).put("blast", small(intent.blast()));
    object.put("environment", intent.environment()).put("reasoning", intent.reasoning());
    object.put("session", intent.session());
    object.put("deadline", intent.deadlineMs() == null ? null : Where.time(intent.deadlineMs()));
    object.put("state_digest", intent.stateDigest());
  }

  /** An action with all it says. */
  public static ObjectNode json(Action action) {
    ObjectNode object =
        Json.object().put("kind", small(action.kind())).put("resource", action.resource());
    if (action instanceof Action.Apply apply) {
      object.put("manifest", apply.manifest());
    } else if (action instanceof Action.Scale scale) {
      object.put("replicas", scale.replicas());
    } else if (action instanceof Action.Invoke invoke) {
      object.put("tool", invoke.tool());
      var parameters = object.putArray("parameters");
      invoke
          .parameters()
          .forEach(p -> parameters.addObject().put("name", p.name()).put("value", p.value()));
    }
    return object;
  }

  private static ObjectNode json(AdmissionFacts facts) {
    ObjectNode object =
        Json.object()
            .put("source_partition", facts.sourcePartition())
            .put("source_offset", facts.sourceOffset())
            .put("previous_offset", facts.previousOffset())
            .put("append_ms", facts.appendMs());
    object
        .putObject("bucket")
        .put("tokens_micros", facts.bucket().tokensMicros())
        .put("remainder", facts.bucket().remainder())
        .put("last_ms", facts.bucket().last());
    object.put("depth", facts.depth()).put("queued_at_ms", facts.queuedAtMs());
    object.put("released_at_ms", facts.releasedAtMs());
    AdmissionFacts.ControlRef control = facts.control();
    if (control == null) {
      object.putNull("control");
    } else {
      object.putObject("control").put("key", control.key()).put("offset", control.offset());
    }
    IntentSignature signature = facts.signature();
    if (signature == null) {
      object.putNull("signature");
    } else {
      object
          .putObject("signature")
          .put("key_id", signature.keyId())
          .put("public_key", signature.publicKey().toString())
          .put("topic", signature.topic())
          .put("digest", signature.digest().hex())
          .put("signature", signature.signature().toString());
    }
    return object;
  }

  /** What an action does, in a few words; not yet escaped. */
  public static String text(Action action) {
    String what = small(action.kind()) + " " + action.resource();
    if (action instanceof Action.Scale scale) {
      return what + " to " + scale.replicas();
    }
    return action instanceof Action.Invoke invoke ? what + " with " + invoke.tool() : what;
  }

  private static String small(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
