package io.floodwall.tlog;

/** Well-formed, but not to be believed: a signature, a proof or a quorum fails. */
public final class UntrustedException extends Exception {
  private static final long serialVersionUID = 1L;

  public UntrustedException(String message) {
    super(message);
  }
}
