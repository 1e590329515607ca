package io.floodwall.schemas;

import io.floodwall.core.Bytes;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.core.ledger.RefusalBatch;
import io.floodwall.core.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/** The codec of every record on the wire. Safe for many threads; build it once and keep it. */
public final class Codecs {
  private final SchemaIds ids;
  private final Codec<Intent> intent;
  private final Codec<Refusal> refusal;
  private final Codec<Waiting> waiting;
  private final Codec<Candidate> candidate;
  private final Codec<Decision> decision;
  private final Codec<LedgerEntry> ledgerEntry;
  private final Codec<PublishedHead> head;
  private final Codec<PolicyBundle> bundle;
  private final Codec<Control> control;
  private final Codec<RefusalBatch> refusalBatch;
  private final Codec<Outcome> outcome;

  /** Codecs that frame with these ids. */
  public Codecs(SchemaIds ids) {
    this.ids = ids;
    this.intent = new AvroCodec<>("Intent", ids, IntentWire.INTENT);
    this.refusal = new AvroCodec<>("Refusal", ids, AdmissionWire.REFUSAL);
    this.waiting = new AvroCodec<>("Waiting", ids, AdmissionWire.WAITING);
    this.candidate = new AvroCodec<>("Candidate", ids, AdmissionWire.CANDIDATE);
    this.decision = new AvroCodec<>("Decision", ids, GateWire.DECISION);
    this.ledgerEntry = new AvroCodec<>("LedgerEntry", ids, LedgerWire.ENTRY);
    this.head = new AvroCodec<>("Head", ids, LedgerWire.HEAD);
    this.bundle = new AvroCodec<>("PolicyBundle", ids, BundleWire.BUNDLE);
    this.control = new AvroCodec<>("Control", ids, ControlWire.CONTROL);
    this.refusalBatch = new AvroCodec<>("RefusalBatch", ids, LedgerWire.REFUSALS);
    this.outcome = new AvroCodec<>("Outcome", ids, OutcomeWire.OUTCOME);
  }

  /** Codecs that frame with the ids that ship, without a registry. */
  public static Codecs pinned() {
    return new Codecs(PinnedSchemaIds.load());
  }

  /** The value without its frame; the payload is not decoded. */
  public Framed unframe(byte @Nullable [] value) throws MalformedRecordException {
    byte[] present = Framing.requirePresent(value);
    RecordSchema writer = Framing.writerOf(present, ids);
    return new Framed(
        writer.recordName(), writer.fingerprint(), Bytes.copyOfTail(present, Framing.HEADER_BYTES));
  }

  /** The value of {@code intents}. */
  public Codec<Intent> intent() {
    return intent;
  }

  /** The value of {@code refused}. */
  public Codec<Refusal> refusal() {
    return refusal;
  }

  /** The value of {@code waiting}. */
  public Codec<Waiting> waiting() {
    return waiting;
  }

  /** The value of {@code candidates}. */
  public Codec<Candidate> candidate() {
    return candidate;
  }

  /** The value of {@code admitted}, {@code deferred} and {@code rejected}. */
  public Codec<Decision> decision() {
    return decision;
  }

  /** The value of {@code ledger}. */
  public Codec<LedgerEntry> ledgerEntry() {
    return ledgerEntry;
  }

  /** The value of {@code heads}. */
  public Codec<PublishedHead> head() {
    return head;
  }

  /** The value of {@code policies}. */
  public Codec<PolicyBundle> bundle() {
    return bundle;
  }

  /** The value of {@code controls}. */
  public Codec<Control> control() {
    return control;
  }

  /** The value of {@code outcomes}. */
  public Codec<Outcome> outcome() {
    return outcome;
  }

  /** The payload of a ledger entry that stands for refusals. */
  public Codec<RefusalBatch> refusalBatch() {
    return refusalBatch;
  }
}
