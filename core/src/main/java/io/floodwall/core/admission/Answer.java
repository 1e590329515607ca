package io.floodwall.core.admission;

import io.floodwall.core.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What admission says to an offered intent: it may queue, or it is refused with a reason and what
 * to do next.
 */
public sealed interface Answer {

  /** It may be released now or wait its turn. */
  record Queue() implements Answer {}

  /**
   * It is turned away.
   *
   * @param detail what exactly, for people
   * @param retryAfterMs how long to wait before a retry can succeed, or null where waiting alone
   *     does not help
   * @param earlierOffset the source offset whose answer stands, for a duplicate or a conflict, or
   *     null
   */
  record Refuse(
      Reason reason, String detail, @Nullable Long retryAfterMs, @Nullable Long earlierOffset)
      implements Answer {}
}
