package io.floodwall.core.intent;

/** How urgently a change wants through, least to most urgent. */
public enum Priority {
  BULK(0),
  NORMAL(1),
  URGENT(2),
  PAGER(3);

  private final int rank;
  private final String title = Titles.of(this);

  Priority(int rank) {
    this.rank = rank;
  }

  /** Its number in row keys: 0 for the least urgent. Stored, so it never changes. */
  public int rank() {
    return rank;
  }

  /** The priority with this rank; any other number is refused. */
  public static Priority ofRank(int rank) {
    return switch (rank) {
      case 0 -> BULK;
      case 1 -> NORMAL;
      case 2 -> URGENT;
      case 3 -> PAGER;
      default -> throw new IllegalArgumentException("no priority has rank " + rank);
    };
  }

  /** Capitalised, as reasons spell it. */
  public String title() {
    return title;
  }
}
