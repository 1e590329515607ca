package io.floodwall.core.gate;

import java.util.Locale;

/** What the gate says of an intent, mildest to harshest; declaration order is rank. */
public enum Verdict {
  ADMIT,
  DEFER,
  REJECT;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** {@code admit}, {@code defer} or {@code reject}: as ledgers and people read it. */
  public String label() {
    return label;
  }
}
