package io.floodwall.client;

import io.floodwall.core.Reason;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.IntentBounds;
import io.floodwall.schemas.Codec;

/**
 * The bytes of an intent that is fit to be sent. How large a record may be is left to the wall,
 * which alone sees it whole.
 */
public final class Outgoing {
  private Outgoing() {}

  /** Its bytes; or {@link InvalidIntentException} for what the wall's door would refuse. */
  public static byte[] encoded(Codec<Intent> codec, Intent intent) {
    IntentBounds.Violation violation = IntentBounds.check(intent);
    if (violation != null) {
      throw new InvalidIntentException(violation.reason(), violation.detail());
    }
    try {
      return codec.encode(intent);
    } catch (IllegalArgumentException e) { // half a surrogate pair in a free text
      throw new InvalidIntentException(Reason.BAD_FIELD, String.valueOf(e.getMessage()));
    }
  }
}
