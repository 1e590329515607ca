package io.floodwall.client.testing;

import io.floodwall.core.Reason;
import io.floodwall.core.gate.Verdict;
import org.jspecify.annotations.Nullable;

/** What a test has written down for the next intent, in place of what the wall would say. */
sealed interface Scripted {

  /** Admission refuses it. */
  record Refusal(Reason reason, @Nullable Long retryAfterMs) implements Scripted {}

  /** The gate rules so. */
  record Ruling(Verdict verdict, @Nullable String text) implements Scripted {}

  /** It lies on the topic, and nobody says anything. */
  record Silence() implements Scripted {}

  /** The brokers do not acknowledge it. */
  record NoAcknowledgement(String why) implements Scripted {}
}
