package io.floodwall.schemas;

import io.floodwall.core.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The bytes are not the record they should be; the reason is the one to refuse or dead-letter them
 * with, the message says what is wrong and at which byte.
 */
public final class MalformedRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  MalformedRecordException(Reason reason, String message) {
    this(reason, message, null);
  }

  MalformedRecordException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** {@code EMPTY_RECORD}, {@code UNKNOWN_SCHEMA} or {@code MALFORMED}. */
  public Reason reason() {
    return reason;
  }
}
