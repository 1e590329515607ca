package io.floodwall.client;

import io.floodwall.tlog.Receipt;
import org.jspecify.annotations.Nullable;

/** The word that a decision may be acted on; the receipt is null where none was asked for. */
record Cleared(@Nullable Receipt receipt) {
  /** By the head alone. */
  static final Cleared BY_HEAD = new Cleared(null);
}
