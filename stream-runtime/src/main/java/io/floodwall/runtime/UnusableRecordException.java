package io.floodwall.runtime;

import io.floodwall.core.Reason;
import io.floodwall.core.intent.PlainText;
import io.floodwall.schemas.MalformedRecordException;

/**
 * A record that a stage cannot use, and why; it becomes a dead letter.
 *
 * <p>The detail is bounded and escaped, so that nothing an outsider wrote outgrows a header or
 * moves a terminal's cursor.
 */
public final class UnusableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int DETAIL_CHARS_MAX = 4_000;

  private final Reason reason;

  /** A record that cannot be used for {@code reason}; the detail is for people. */
  public UnusableRecordException(Reason reason, String detail) {
    super(PlainText.escaped(PlainText.start(detail, DETAIL_CHARS_MAX)));
    this.reason = reason;
  }

  /** For bytes that do not decode. */
  public static UnusableRecordException of(MalformedRecordException e) {
    return new UnusableRecordException(e.reason(), String.valueOf(e.getMessage()));
  }

  /** Why, from the closed list. */
  public Reason reason() {
    return reason;
  }

  /** What exactly, for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
