package io.floodwall.core.admission;

import io.floodwall.core.signing.IntentSignature;

/** What an intent shows of its author, before any arithmetic. */
public sealed interface Credential {
  /** Nothing is asked, or nothing was shown where that is allowed. */
  Credential NONE = new None();

  /** Nothing. */
  record None() implements Credential {}

  /** What cannot hold, whatever the arithmetic says. */
  record Bad(Answer.Refuse answer) implements Credential {}

  /** A signature under a key of the agent that counts; still to be verified. */
  record Claim(IntentSignature signature) implements Credential {}
}
