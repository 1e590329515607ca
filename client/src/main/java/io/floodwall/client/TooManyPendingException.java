package io.floodwall.client;

/** As many proposals are open as may be; this one was not sent. */
public final class TooManyPendingException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  TooManyPendingException(int pendingMax) {
    super(
        pendingMax
            + " proposals are open, as many as pendingMax allows; the intent was not sent: wait for"
            + " answers, or raise pendingMax");
  }
}
