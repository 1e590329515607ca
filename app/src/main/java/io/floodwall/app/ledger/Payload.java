package io.floodwall.app.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.Bytes;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.core.replay.LedgerState;
import io.floodwall.core.replay.LedgerState.Recorded;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** What an entry says: the decoded payload of each kind of entry, or that it does not decode. */
sealed interface Payload
    permits DecisionPayload,
        OutcomePayload,
        Payload.Refusals,
        Payload.Bundle,
        Payload.Order,
        Payload.Opaque {

  /** Adds it to the entry's JSON object. */
  void addTo(ObjectNode entry);

  /** What it says in a line, for people; not yet escaped. */
  String text();

  /** Whether it is about this agent and nobody else. */
  boolean isOf(String agent);

  /** Folds it into the state. */
  void foldInto(LedgerState state, Recorded at);

  /** The payload of {@code entry}. */
  static Payload of(LedgerEntry entry, Codecs codecs) {
    try {
      return switch (entry.kind()) {
        case VERDICT ->
            new DecisionPayload(codecs.decision().decodePayload(entry.schema(), entry.payload()));
        case REFUSALS ->
            new Refusals(codecs.refusalBatch().decodePayload(entry.schema(), entry.payload()));
        case BUNDLE -> new Bundle(codecs.bundle().decodePayload(entry.schema(), entry.payload()));
        case CONTROL -> new Order(codecs.control().decodePayload(entry.schema(), entry.payload()));
        case OUTCOME ->
            new OutcomePayload(codecs.outcome().decodePayload(entry.schema(), entry.payload()));
      };
    } catch (MalformedRecordException e) {
      return new Opaque(entry.kind(), e.reason(), String.valueOf(e.getMessage()), entry.payload());
    }
  }

  /** Refusals. */
  record Refusals(RefusalBatch batch) implements Payload {
    @Override
    public void addTo(ObjectNode entry) {
      ObjectNode object = entry.putObject("refusals").put("count", batch.count());
      var ranges = object.putArray("ranges");
      for (RefusalBatch.Range range : batch.ranges()) {
        ObjectNode one = ranges.addObject().put("reason", range.reason().name());
        one.put("count", range.offsets().size());
        range.offsets().forEach(one.putArray("offsets")::add);
        one.put("fold", range.fold().hex());
      }
    }

    @Override
    public String text() {
      return batch.ranges().stream()
          .map(range -> range.reason() + " " + range.offsets().size())
          .collect(Collectors.joining(", "));
    }

    @Override
    public boolean isOf(String agent) {
      return false;
    }

    @Override
    public void foldInto(LedgerState state, Recorded at) {
      state.refusals(at, batch);
    }
  }

  /** A bundle. */
  record Bundle(PolicyBundle bundle) implements Payload {
    @Override
    public void addTo(ObjectNode entry) {
      entry.set("bundle", Json.tree(bundle));
    }

    @Override
    public String text() {
      return bundle.key()
          + ": "
          + bundle.policies().stream()
              .map(PolicyBundle.PolicySpec::name)
              .collect(Collectors.joining(", "));
    }

    @Override
    public boolean isOf(String agent) {
      return false;
    }

    @Override
    public void foldInto(LedgerState state, Recorded at) {
      state.bundle(at, bundle);
    }
  }

  /** An operator's order. */
  record Order(Control control) implements Payload {
    @Override
    public void addTo(ObjectNode entry) {
      entry.set("control", json(control));
    }

    @Override
    public String text() {
      String until = control.untilMs() == null ? "" : " until " + Where.time(control.untilMs());
      return control.key()
          + " "
          + control.says()
          + until
          + " by "
          + control.who()
          + ": "
          + control.reason();
    }

    @Override
    public boolean isOf(String agent) {
      return control.agent().equals(agent);
    }

    @Override
    public void foldInto(LedgerState state, Recorded at) {
      state.control(at, control);
    }

    static ObjectNode json(Control control) {
      ObjectNode object = Json.object().put("key", control.key()).put("state", control.says());
      object.put("reason", control.reason()).put("who", control.who());
      object.put("until", control.untilMs() == null ? null : Where.time(control.untilMs()));
      AgentKey key = control.agentKey();
      if (key != null) {
        Long until = key.validUntilMs();
        object
            .putObject("agent_key")
            .put("public_key", key.publicKey().toString())
            .put("valid_from", Where.time(key.validFromMs()))
            .put("valid_until", until == null ? null : Where.time(until));
      }
      return object;
    }
  }

  /**
   * Bytes that do not decode.
   *
   * @param reason {@code UNKNOWN_SCHEMA} where a newer floodwall may have written it, or why not
   */
  record Opaque(EntryKind kind, Reason reason, String why, Bytes payload) implements Payload {
    private static final int SHOWN_BYTES = 64;

    @Override
    public void addTo(ObjectNode entry) {
      byte[] bytes = payload.toArray();
      byte[] shown = bytes.length > SHOWN_BYTES ? Arrays.copyOf(bytes, SHOWN_BYTES) : bytes;
      entry.put("payload_error", why).put("payload_bytes", bytes.length);
      entry.put("payload_hex", HexFormat.of().formatHex(shown));
    }

    @Override
    public String text() {
      return "a payload of " + payload.length() + " bytes that does not decode: " + why;
    }

    @Override
    public boolean isOf(String agent) {
      return false;
    }

    @Override
    public void foldInto(LedgerState state, Recorded at) {
      state.unreadable(at, kind);
    }

    /** Whether a newer floodwall may have written it: then nothing says that it is damaged. */
    boolean mayBeNewer() {
      return reason == Reason.UNKNOWN_SCHEMA;
    }
  }
}
