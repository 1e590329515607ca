package io.floodwall.tlog;

import io.floodwall.core.Hash;

/** A log showed a checkpoint that does not go together with one that was seen before. */
public final class ForkedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ForkEvidence.Kind kind;
  private final transient SignedNote pinned;
  private final transient SignedNote shown;

  ForkedException(ForkEvidence.Kind kind, SignedNote pinned, SignedNote shown, String message) {
    super(message);
    this.kind = kind;
    this.pinned = pinned;
    this.shown = shown;
  }

  /** In which way they do not go together. */
  public ForkEvidence.Kind kind() {
    return kind;
  }

  /** The same for the same checkpoint, however often it is shown. */
  public Hash id() {
    return Hash.sha256(Text.utf8(kind.label() + "\n" + shown.text()));
  }

  /** Both signed checkpoints; {@code when} is a time in words. */
  public String evidence(String when) {
    return "floodwall pin evidence v1\n"
        + kind.label()
        + ": "
        + kind.meaning()
        + "\nat "
        + when
        + "\n\n--- seen before\n"
        + pinned
        + "\n--- shown now\n"
        + shown;
  }
}
