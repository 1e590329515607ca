package io.floodwall.core.outcome;

import io.floodwall.core.Hash;
import io.floodwall.core.intent.PlainText;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a deployer says of one attempt at an admitted decision.
 *
 * <pre>
 *            ┌──> APPLIED
 * STARTED ───┼──> FAILED
 *            ├──> RELEASED    nothing was done: the next attempt may start
 *            └──> UNKNOWN ──> APPLIED or FAILED, when somebody has looked
 * </pre>
 *
 * An attempt has one STARTED before its effect and one closing outcome after it.
 *
 * @param decision the SHA-256 of the decision's payload: its bytes on {@code admitted} behind the
 *     framing, which its ledger entry holds too
 * @param sourcePartition the intent's partition, and that of every record about it
 * @param sourceOffset the intent's offset there
 * @param attempt counts from 1
 * @param deployer who did it, or who settled it
 * @param exitCode the command's, or null where there was none or it did not end
 * @param evidence what shows it, such as the end of a command's output; untrusted text of at most
 *     {@link #EVIDENCE_BYTES_MAX} bytes
 * @param atMs the deployer's clock
 */
public record Outcome(
    String tenant,
    String agent,
    String intentId,
    Hash decision,
    int sourcePartition,
    long sourceOffset,
    long decisionSeq,
    int attempt,
    Result result,
    String deployer,
    @Nullable Integer exitCode,
    String evidence,
    long atMs) {

  /** The most bytes of evidence, in UTF-8. */
  public static final int EVIDENCE_BYTES_MAX = 1_000;

  public Outcome {
    requireName("tenant", tenant);
    requireName("agent", agent);
    requireName("intentId", intentId);
    requireName("deployer", deployer);
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(result, "result");
    requireAtLeast("sourcePartition", sourcePartition, 0);
    requireAtLeast("sourceOffset", sourceOffset, 0);
    requireAtLeast("decisionSeq", decisionSeq, 0);
    requireAtLeast("attempt", attempt, 1);
    if (PlainText.utf8Length(evidence) > EVIDENCE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "evidence must have at most " + EVIDENCE_BYTES_MAX + " bytes");
    }
  }

  /** How an attempt stands. */
  public enum Result {
    /** It is handed out: the effect may be under way. */
    STARTED,
    /** The change is made. */
    APPLIED,
    /** The deployer says that the change is not made; nothing tries it again by itself. */
    FAILED,
    /** It was given back before anything was done. */
    RELEASED,
    /** Whether the change is made is not known; somebody has to look. */
    UNKNOWN;

    /** Lower case, as it is printed. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it says for certain what became of the decision. */
    public boolean isSettled() {
      return this == APPLIED || this == FAILED;
    }
  }

  private static void requireName(String field, String text) {
    if (!PlainText.isName(text)) {
      throw new IllegalArgumentException(
          field + " must be 1-" + PlainText.NAME_BYTES_MAX + " bytes of plain text");
    }
  }

  private static void requireAtLeast(String field, long value, long min) {
    if (value < min) {
      throw new IllegalArgumentException(field + " must be at least " + min + ", got " + value);
    }
  }
}
