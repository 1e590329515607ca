package io.floodwall.app.simulate;

/**
 * A line that is not understood; the message says what is wrong and, after a semicolon, what to do.
 */
public final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  BadLineException(String wrong, String remedy) {
    super(wrong + "; " + remedy);
  }
}
