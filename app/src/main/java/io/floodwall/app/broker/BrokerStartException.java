package io.floodwall.app.broker;

import java.net.BindException;
import java.nio.file.Path;

/** An embedded broker that did not come up; the message says why and what to do about it. */
public final class BrokerStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean portTaken;

  private BrokerStartException(String message, Throwable cause, boolean portTaken) {
    super(message, cause);
    this.portTaken = portTaken;
  }

  static BrokerStartException of(Path folder, int port, Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return new BrokerStartException(portMessage(port, t), cause, true);
      }
    }
    return new BrokerStartException(
        "the embedded broker could not start on "
            + folder
            + ": "
            + rootMessage(cause)
            + ". If the folder was changed by hand, restore it from a copy; else start with a new"
            + " folder, and keep this one for a bug report",
        cause,
        false);
  }

  /** True when the asked-for port was not free, so that another port is worth a try. */
  public boolean portTaken() {
    return portTaken;
  }

  private static String rootMessage(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  private static String portMessage(int port, Throwable bind) {
    return "the embedded broker cannot listen on 127.0.0.1:"
        + port
        + ": "
        + bind.getMessage()
        + ". Stop the program that uses the port, or choose another port (0 picks a free one)";
  }
}
