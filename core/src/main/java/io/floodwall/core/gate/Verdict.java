package io.floodwall.core.gate;

import java.util.Locale;

/** What the gate says of an intent, mildest to harshest; declaration order is rank. */
public enum Verdict {
  ADMIT,
  DEFER,
  REJECT;

  /** {@code admit}, {@code defer} or {@code reject}: as ledgers and people read it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
