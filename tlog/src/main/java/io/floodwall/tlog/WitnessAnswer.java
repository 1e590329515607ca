package io.floodwall.tlog;

import java.util.Optional;

/**
 * What a witness answers a request with, and what it must have stored before.
 *
 * @param status the HTTP status
 * @param type the body's media type
 * @param remember the note to remember as the last one cosigned, with the cosignature
 * @param evidence what speaks against the log
 */
public record WitnessAnswer(
    int status,
    String type,
    String body,
    Optional<SignedNote> remember,
    Optional<ForkEvidence> evidence) {
  /** The media type of the size that a witness has. */
  public static final String SIZE_TYPE = "text/x.tlog.size";

  /** The media type of everything else. */
  public static final String TEXT_TYPE = "text/plain; charset=utf-8";

  static WitnessAnswer refused(int status, String why) {
    return new WitnessAnswer(status, TEXT_TYPE, why + "\n", Optional.empty(), Optional.empty());
  }

  static WitnessAnswer sizeIs(long size) {
    return new WitnessAnswer(409, SIZE_TYPE, size + "\n", Optional.empty(), Optional.empty());
  }

  static WitnessAnswer cosigned(NoteSignature cosignature, SignedNote remember) {
    return new WitnessAnswer(
        200, TEXT_TYPE, cosignature.line() + "\n", Optional.of(remember), Optional.empty());
  }

  WitnessAnswer with(Optional<ForkEvidence> found) {
    return new WitnessAnswer(status, type, body, remember, found);
  }
}
