package io.floodwall.core.intent;

/** How much of the world a change can break, narrowest to widest; declaration order is rank. */
public enum BlastRadius {
  CELL,
  SERVICE,
  REGION,
  GLOBAL;

  private final String title = Titles.of(this);

  /** Capitalised, as reasons spell it. */
  public String title() {
    return title;
  }
}
