package io.floodwall.client;

/** Another deployer owns the partition by now: what this one says no longer counts. */
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FencedException(String message, Throwable cause) {
    super(message, cause);
  }

  FencedException(String message) {
    super(message);
  }
}
