package io.floodwall.admission;

import io.floodwall.core.Hash;
import io.floodwall.core.admission.Admission;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Credential;
import io.floodwall.core.admission.SigningRules;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.signing.IntentSignature;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Makes of a record that is an intent what the rules look at, and what is recorded of it. */
final class Arrivals {
  private final SigningRules signing;
  private final Door door;
  private final ControlRows controls;

  Arrivals(SigningRules signing, Door door, ControlRows controls) {
    this.signing = signing;
    this.door = door;
    this.controls = controls;
  }

  /** What the rules look at. */
  Admission.Arrival of(
      Door.Entry entry, Intent intent, Record<byte[], byte[]> record, RecordMetadata at) {
    Credential credential =
        signing.check(
            controls.signingOf(intent.agent()),
            Door.signatures(record.headers()),
            intent,
            () -> door.digest(intent),
            controls,
            record.timestamp());
    return new Admission.Arrival(
        intent, idPrefix(intent), entry.bodyPrefix(), at.offset(), record.timestamp(), credential);
  }

  /** The refusal of one whose key was revoked while it waited, or null. */
  Answer.@Nullable Refuse revoked(Candidate waiting) {
    return signing.release(waiting.intent(), waiting.facts().signature(), controls);
  }

  /** What is recorded of one that was accepted; its release is still to come. */
  static AdmissionFacts facts(
      Admission.Arrival arrival,
      @Nullable TokenBucket bucket,
      RecordMetadata at,
      long previous,
      int depth,
      long nowMs) {
    if (bucket == null) {
      throw new IllegalStateException("an accepted intent has taken a token");
    }
    IntentSignature signature =
        arrival.credential() instanceof Credential.Claim claim ? claim.signature() : null;
    return new AdmissionFacts(
        at.partition(),
        at.offset(),
        previous,
        arrival.appendMs(),
        bucket,
        depth,
        nowMs,
        -1,
        null,
        signature);
  }

  /** An id belongs to its tenant; no name holds a NUL, so the two cannot run into each other. */
  static long idPrefix(Intent intent) {
    return Hash.sha256((intent.tenant() + '\0' + intent.id()).getBytes(StandardCharsets.UTF_8))
        .prefix();
  }
}
