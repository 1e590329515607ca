package io.floodwall.client;

import org.apache.kafka.common.KafkaException;

/**
 * The brokers did not acknowledge the intent, so it may or may not lie on the topic; to propose it
 * again with the same id is safe.
 */
public final class NotSentException extends KafkaException {
  private static final long serialVersionUID = 1L;

  NotSentException(Throwable cause) {
    super("an intent could not be sent: " + cause.getMessage(), cause);
  }
}
