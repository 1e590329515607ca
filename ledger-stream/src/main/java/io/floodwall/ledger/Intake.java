package io.floodwall.ledger;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Control;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.InvalidBundleException;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.signing.Signatures;
import io.floodwall.runtime.UnusableRecordException;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Framed;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.Topics;
import io.floodwall.tlog.Ed25519Signatures;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Tells what may stand in the ledger from every other record on its source topics.
 *
 * <p>What passes is recorded byte for byte, so it is checked here for being what its topic says, in
 * its own partition, under its own key, and small enough for its entry to fit the ledger's topic.
 */
final class Intake {
  /** Keys are only told from what is none, once each. */
  private static final int KEYS_KEPT = 1;

  private final Codecs codecs;
  private final int partition;
  private final Signatures signatures = new Ed25519Signatures(KEYS_KEPT);

  Intake(Codecs codecs, int partition) {
    this.codecs = codecs;
    this.partition = partition;
  }

  /**
   * A decision to be recorded.
   *
   * @param subject {@code agent/id}
   * @param appendMs when its intent was appended
   */
  record Ruled(long decisionSeq, String subject, long appendMs, Framed framed) {}

  /** A record of {@code topic}, which is that of {@code verdict}. */
  Ruled decision(String topic, Verdict verdict, Record<byte[], byte[]> record)
      throws UnusableRecordException {
    try {
      Decision decision = codecs.decision().decode(record.value());
      String agent = decision.intent().agent();
      require(
          decision.verdict() == verdict,
          "the decision says " + decision.verdict() + ", its topic is for " + verdict);
      require(
          decision.topic().equals(topic),
          "the decision names another topic than the one it lies in");
      requirePlace(decision.facts().sourcePartition(), agent, record.key());
      Framed framed = codecs.unframe(record.value());
      String subject = agent + "/" + decision.intent().id();
      requireRoom(framed.payload().length() + PlainText.utf8Length(subject), Reason.TOO_LARGE);
      return new Ruled(decision.decisionSeq(), subject, decision.facts().appendMs(), framed);
    } catch (MalformedRecordException e) {
      throw UnusableRecordException.of(e);
    }
  }

  /** A record of {@code refused}. */
  Refusal refusal(Record<byte[], byte[]> record) throws UnusableRecordException {
    try {
      Refusal refusal = codecs.refusal().decode(record.value());
      requirePlace(refusal.sourcePartition(), refusal.agent(), record.key());
      return refusal;
    } catch (MalformedRecordException e) {
      throw UnusableRecordException.of(e);
    }
  }

  /**
   * An outcome to be recorded.
   *
   * @param subject {@code agent/id}
   */
  record Done(String subject, Framed framed) {}

  /** A record of {@code outcomes}. */
  Done outcome(Record<byte[], byte[]> record) throws UnusableRecordException {
    try {
      Outcome outcome = codecs.outcome().decode(record.value());
      requirePlace(outcome.sourcePartition(), outcome.agent(), record.key());
      return new Done(outcome.agent() + "/" + outcome.intentId(), codecs.unframe(record.value()));
    } catch (MalformedRecordException e) {
      throw UnusableRecordException.of(e);
    }
  }

  /** A record of {@code policies}: any bundle that compiles, whatever its version. */
  Framed bundle(Record<byte[], byte[]> record) throws UnusableRecordException {
    try {
      Framed framed = codecs.unframe(record.value());
      int bytes = framed.payload().length();
      if (bytes > BundleCompiler.BYTES_MAX) {
        throw badBundle("the bundle has " + bytes + " bytes of " + BundleCompiler.BYTES_MAX);
      }
      PolicyBundle bundle = codecs.bundle().decode(record.value());
      if (!isKey(bundle.key(), record.key())) {
        throw badBundle("the key is not " + bundle.key());
      }
      BundleCompiler.compile(bundle);
      return framed;
    } catch (MalformedRecordException e) {
      throw badBundle(e.reason() + ": " + e.getMessage());
    } catch (InvalidBundleException e) {
      throw badBundle(String.join("; ", e.problems()));
    }
  }

  /** A record of {@code controls}: any order that admission obeys. */
  Framed control(Record<byte[], byte[]> record) throws UnusableRecordException {
    try {
      Control control = codecs.control().decode(record.value());
      String problem = control.problem(record.key());
      if (problem != null) {
        throw badControl(problem);
      }
      String keyProblem = control.keyProblem(signatures);
      if (keyProblem != null) {
        throw new UnusableRecordException(Reason.BAD_KEY, keyProblem);
      }
      Framed framed = codecs.unframe(record.value());
      requireRoom(framed.payload().length(), Reason.BAD_CONTROL);
      return framed;
    } catch (MalformedRecordException e) {
      throw badControl(e.reason() + ": " + e.getMessage());
    }
  }

  private void requirePlace(int sourcePartition, String agent, byte @Nullable [] key)
      throws UnusableRecordException {
    require(
        sourcePartition == partition,
        "the record says it came from partition " + sourcePartition + " and lies in " + partition);
    require(
        isKey(agent, key) || (agent.isEmpty() && key == null),
        "the key is not the agent named in the record");
  }

  private static void requireRoom(int bytes, Reason reason) throws UnusableRecordException {
    if (bytes > Topics.LEDGERED_BYTES_MAX) {
      throw new UnusableRecordException(
          reason, bytes + " bytes do not fit a ledger entry, which has " + Topics.RECORD_BYTES_MAX);
    }
  }

  private static void require(boolean holds, String problem) throws UnusableRecordException {
    if (!holds) {
      throw new UnusableRecordException(Reason.UNEXPECTED_RECORD, problem);
    }
  }

  private static UnusableRecordException badBundle(String detail) {
    return new UnusableRecordException(Reason.BAD_BUNDLE, detail);
  }

  private static UnusableRecordException badControl(String detail) {
    return new UnusableRecordException(Reason.BAD_CONTROL, detail);
  }

  private static boolean isKey(String expected, byte @Nullable [] key) {
    return Arrays.equals(expected.getBytes(StandardCharsets.UTF_8), key);
  }
}
