package io.floodwall.tlog;

import io.floodwall.core.Hash;

/**
 * Two checkpoints under one log's signature that do not go together, as far as a witness can tell.
 *
 * @param cosigned the last checkpoint that the witness cosigned, with its cosignature
 * @param shown what it was asked to cosign instead, under the log's signatures alone
 */
public record ForkEvidence(Kind kind, String origin, SignedNote cosigned, AddCheckpoint shown) {

  /** In which way they do not go together. */
  public enum Kind {
    /** One size and two roots: the log has signed two histories. This is proof. */
    FORK("fork", "two roots of one size: the log signed two histories"),

    /**
     * Smaller than what was cosigned: a log that was rolled back, or an old checkpoint that
     * somebody sent again.
     */
    SHRINK(
        "shrink",
        "smaller than the one before: the log was rolled back, or an old checkpoint was sent"
            + " again; the log's operator can show which, by a proof between the two"),

    /** Larger, without a proof: a log that was rewritten, or a request that somebody mangled. */
    UNPROVEN(
        "unproven",
        "not proved to continue the one before: the log was rewritten, or the request was"
            + " mangled; the log's operator can show which, by a proof between the two");

    private final String label;
    private final String meaning;

    Kind(String label, String meaning) {
      this.label = label;
      this.meaning = meaning;
    }

    /** What it is called in file names and lines. */
    public String label() {
      return label;
    }

    /** What it says about the log. */
    public String meaning() {
      return meaning;
    }
  }

  /** The same for the same checkpoint, however often it is shown. */
  public Hash id() {
    return Hash.sha256(Text.utf8(kind.label() + "\n" + shown.note().text()));
  }

  /** All of it as text; {@code when} is a time in words. */
  public String text(String when) {
    return "floodwall witness evidence v1\n"
        + kind.label()
        + ": "
        + kind.meaning()
        + "\nat "
        + when
        + "\n\n--- cosigned before\n"
        + cosigned
        + "\n--- shown with this request\n"
        + shown;
  }
}
