package io.floodwall.app.broker;

import java.util.concurrent.atomic.AtomicReference;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.FaultHandlerException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when Kafka finds a fault in itself.
 *
 * <p>Kafka's own handler ends the process at any fatal fault. Here that holds only while the broker
 * serves, when going on could mean wrong answers; a fault on the way up or down is thrown to the
 * caller, who can say something useful about it.
 */
final class BrokerFaults implements FaultHandlerFactory {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerFaults.class);

  private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
  private volatile boolean serving;

  void serving(boolean serves) {
    serving = serves;
  }

  /** The first fatal fault, when there was one. */
  @Nullable Throwable first() {
    return first.get();
  }

  @Override
  public FaultHandler build(String name, boolean fatal, Runnable action) {
    return (message, cause) -> {
      action.run();
      FaultHandlerException fault = new FaultHandlerException(name + ": " + message, cause);
      if (fatal) {
        first.compareAndSet(null, cause == null ? fault : cause);
      }
      if (fatal && serving) {
        LOG.error(
            "the embedded broker failed and takes the process down, its data is kept: {}. Check the"
                + " disk for space and errors, then start again.",
            fault.getMessage(),
            cause);
        Exit.halt(1);
      }
      return fault;
    };
  }
}
