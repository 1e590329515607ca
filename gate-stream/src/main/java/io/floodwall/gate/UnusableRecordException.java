package io.floodwall.gate;

import io.floodwall.core.Reason;
import io.floodwall.core.intent.PlainText;
import io.floodwall.schemas.MalformedRecordException;

/**
 * A record that the gate cannot use, and why; it becomes a dead letter.
 *
 * <p>The detail is bounded and escaped, so that nothing an outsider wrote outgrows a header or
 * moves a terminal's cursor.
 */
final class UnusableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int DETAIL_CHARS_MAX = 4_000;

  private final Reason reason;

  UnusableRecordException(Reason reason, String detail) {
    super(PlainText.escaped(PlainText.start(detail, DETAIL_CHARS_MAX)));
    this.reason = reason;
  }

  /** For bytes that do not decode. */
  static UnusableRecordException of(MalformedRecordException e) {
    return new UnusableRecordException(e.reason(), String.valueOf(e.getMessage()));
  }

  Reason reason() {
    return reason;
  }

  /** What exactly, for people. */
  String detail() {
    return String.valueOf(getMessage());
  }
}
