package io.floodwall.client;

/**
 * The client was closed before the fate was known. What was sent goes its way; to propose it again
 * with the same id tells its fate.
 */
public final class ClientClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ClientClosedException() {
    super("the client is closed; what was sent goes its way: propose it again with the same id");
  }
}
