package io.floodwall.core.intent;

import io.floodwall.core.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of an intent's fields: what keeps every later record below its topic's size limit.
 *
 * <p>{@link #check} answers the first field that is out of bounds, so that the refusal names it.
 */
public final class IntentBounds {
  /** The most bytes of a whole intents record: key, value and headers. */
  public static final int RECORD_BYTES_MAX = 64 * 1024;

  /** The most parameters an invoked tool may have. */
  public static final int PARAMETERS_MAX = 64;

  /** The most bytes of one parameter's value. */
  public static final int PARAMETER_BYTES_MAX = 8 * 1024;

  /** The most bytes of the agent's reasoning. */
  public static final int REASONING_BYTES_MAX = 16 * 1024;

  /** The latest deadline: the end of the year 9999, in epoch milliseconds. */
  public static final long DEADLINE_MAX_MS = 253_402_300_799_999L;

  private IntentBounds() {}

  /** A field that is out of bounds. */
  public record Violation(Reason reason, String detail) {}

  /** The first violation, or null when the intent is within bounds. */
  public static @Nullable Violation check(Intent intent) {
    Violation bad = identity(intent);
    return bad != null ? bad : fields(intent);
  }

  private static @Nullable Violation identity(Intent intent) {
    Violation bad = identity("tenant", intent.tenant());
    bad = bad != null ? bad : identity("agent", intent.agent());
    return bad != null ? bad : identity("id", intent.id());
  }

  private static @Nullable Violation identity(String field, String text) {
    return PlainText.isName(text)
        ? null
        : new Violation(Reason.BAD_IDENTITY, field + " " + NAME_RULE);
  }

  private static @Nullable Violation fields(Intent intent) {
    Violation bad = name("resource", intent.action().resource());
    bad = bad != null ? bad : optionalName("onBehalfOf", intent.onBehalfOf());
    bad = bad != null ? bad : optionalName("environment", intent.environment());
    bad = bad != null ? bad : optionalName("session", intent.session());
    bad = bad != null ? bad : optionalName("stateDigest", intent.stateDigest());
    bad = bad != null ? bad : size("reasoning", intent.reasoning(), REASONING_BYTES_MAX);
    bad = bad != null ? bad : deadline(intent.deadlineMs());
    return bad != null ? bad : tool(intent.action());
  }

  private static @Nullable Violation tool(Action action) {
    if (!(action instanceof Action.Invoke invoke)) {
      return null;
    }
    if (invoke.parameters().size() > PARAMETERS_MAX) {
      return new Violation(
          Reason.BAD_FIELD, "parameters: at most " + PARAMETERS_MAX + " are allowed");
    }
    Violation bad = name("tool", invoke.tool());
    for (var parameter : invoke.parameters()) {
      bad = bad != null ? bad : name("parameter name", parameter.name());
      bad = bad != null ? bad : size("parameter value", parameter.value(), PARAMETER_BYTES_MAX);
    }
    return bad;
  }

  private static @Nullable Violation deadline(@Nullable Long deadlineMs) {
    return deadlineMs == null || (deadlineMs >= 0 && deadlineMs <= DEADLINE_MAX_MS)
        ? null
        : new Violation(Reason.BAD_FIELD, "deadlineMs must be between 1970 and the end of 9999");
  }

  private static @Nullable Violation optionalName(String field, @Nullable String text) {
    return text == null ? null : name(field, text);
  }

  private static @Nullable Violation name(String field, String text) {
    return PlainText.isName(text) ? null : new Violation(Reason.BAD_FIELD, field + " " + NAME_RULE);
  }

  private static @Nullable Violation size(String field, @Nullable String text, int bytesMax) {
    return text == null || PlainText.utf8Length(text) <= bytesMax
        ? null
        : new Violation(Reason.BAD_FIELD, field + " must have at most " + bytesMax + " bytes");
  }

  private static final String NAME_RULE =
      "must be 1-"
          + PlainText.NAME_BYTES_MAX
          + " bytes without control, bidi or edge-space characters";
}
