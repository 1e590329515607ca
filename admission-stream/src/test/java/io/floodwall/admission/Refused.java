package io.floodwall.admission;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Refusal;
import org.jspecify.annotations.Nullable;

/** The gist of a refusal: which intent, why, and after how long a retry can succeed. */
record Refused(String intent, Reason reason, @Nullable Long retryAfterMs) {

  static Refused refused(String intent, Reason reason) {
    return new Refused(intent, reason, null);
  }

  static Refused rateLimited(String intent, long retryAfterMs) {
    return new Refused(intent, Reason.RATE_LIMITED, retryAfterMs);
  }

  static Refused jailed(String intent, long retryAfterMs) {
    return new Refused(intent, Reason.JAILED, retryAfterMs);
  }

  static Refused of(Refusal refusal) {
    String intent = refusal.agent() + "#" + refusal.intentId();
    return new Refused(intent, refusal.reason(), refusal.retryAfterMs());
  }
}
