package io.floodwall.app.broker;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.controller.ControllerRequestContext;

/**
 * What a killed broker leaves behind: a registration in the metadata that still looks alive.
 *
 * <p>A cluster of several brokers is right to wait until such a session expires (9 s): the other
 * one may be up. Here the folder's lock says that it is not, so the registration is withdrawn and
 * the new run registers at once. A broker that was stopped has withdrawn by itself.
 */
final class EarlierRun {
  private static final long LIMIT_NS = Duration.ofSeconds(10).toNanos();
  private static final long PAUSE_NS = MILLISECONDS.toNanos(5);

  private EarlierRun() {}

  /** Kafka writes this file as the last thing of an orderly stop. */
  static boolean wasKilled(Path logs) {
    return !Files.exists(logs.resolve(".kafka_cleanshutdown"));
  }

  /** Withdraws the node's registration, if any, as soon as the controller has taken office. */
  static void forget(Controller controller, int nodeId) throws InterruptedException {
    long deadlineNs = System.nanoTime() + LIMIT_NS;
    while (System.nanoTime() < deadlineNs && !tryForget(controller, nodeId)) {
      LockSupport.parkNanos(PAUSE_NS);
    }
  }

  private static boolean tryForget(Controller controller, int nodeId) throws InterruptedException {
    ControllerRequestContext context =
        new ControllerRequestContext(
            new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.empty());
    try {
      controller.unregisterBroker(context, nodeId).get(LIMIT_NS, NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NotControllerException) {
        return false;
      }
      if (e.getCause() instanceof BrokerIdNotRegisteredException) {
        return true;
      }
      throw new IllegalStateException("the earlier run's registration stays", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("the controller does not answer", e);
    }
  }
}
