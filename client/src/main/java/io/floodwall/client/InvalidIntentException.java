package io.floodwall.client;

import io.floodwall.core.Reason;

/** An intent that the wall would refuse as it is; it was not sent. The message names the field. */
public final class InvalidIntentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  InvalidIntentException(Reason reason, String detail) {
    super(reason + ": " + detail + "; next: " + reason.next());
    this.reason = reason;
  }

  /** What the wall would have refused it for. */
  public Reason reason() {
    return reason;
  }
}
