package io.floodwall.client;

import io.floodwall.core.intent.PlainText;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger contradicts itself or what is to be deployed; somebody has to look. */
public final class UntrustedLedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Check check;
  private final transient @Nullable Path evidence;

  /** What did not hold. */
  public enum Check {
    /** Two roots are signed for one size: nothing more is handed out. */
    FORK,
    /** The log is smaller than the one seen before: nothing more is handed out. */
    ROLLBACK,
    /** The log does not continue the one seen before: nothing more is handed out. */
    INCONSISTENT,
    /** The tiles do not lead to the signed root: nothing more is handed out. */
    TILES,
    /** The ledger has another decision under this number; it is not handed out. */
    OTHER_DECISION,
    /** The decision's entry is not in the signed tree; it is not handed out. */
    NOT_IN_TREE
  }

  UntrustedLedgerException(Check check, String message, @Nullable Path evidence) {
    super(
        PlainText.escaped(
            check
                + ": "
                + message
                + (evidence == null ? "" : "; both checkpoints are kept in " + evidence)));
    this.check = check;
    this.evidence = evidence;
  }

  /** Which check failed. */
  public Check check() {
    return check;
  }

  /** Where both signed checkpoints are kept, where there are two and a place for them. */
  public Optional<Path> evidence() {
    return Optional.ofNullable(evidence);
  }
}
