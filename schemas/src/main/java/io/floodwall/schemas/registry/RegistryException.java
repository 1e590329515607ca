package io.floodwall.schemas.registry;

/** The registry does not answer, or its answer is no: what was asked, and what to do. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegistryException(String message) {
    super(message);
  }

  RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
