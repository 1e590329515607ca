package io.floodwall.core.admission;

import io.floodwall.core.Reason;
import io.floodwall.core.intent.PlainText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an intent that admission would not queue, or could not release.
 *
 * @param agent the record's key where it is readable, else empty
 * @param intentId the intent's id where it is readable, else null
 * @param detail what exactly, for people; at most {@link #DETAIL_CHARS_MAX} characters
 * @param retryAfterMs how long to wait before a retry can succeed, or null
 * @param earlierOffset the source offset whose answer stands, or null
 * @param depth how many waited when it was refused
 * @param capacity how many may wait
 * @param previousOffset the offset admission consumed before it, or -1
 * @param refusedAtMs the task's clock
 */
public record Refusal(
    String agent,
    @Nullable String intentId,
    Reason reason,
    String detail,
    @Nullable Long retryAfterMs,
    @Nullable Long earlierOffset,
    long depth,
    long capacity,
    int sourcePartition,
    long sourceOffset,
    long previousOffset,
    long refusedAtMs) {
  /** The longest detail. */
  public static final int DETAIL_CHARS_MAX = 500;

  public Refusal {
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(reason, "reason");
    detail = PlainText.start(detail, DETAIL_CHARS_MAX);
  }
}
