package io.floodwall.app.chaos;

/** The longest time for which a wall brought no newer verdict into force. */
final class Stillness {
  private long youngestMs;
  private long sinceNanos;
  private long longestNanos;

  /** From {@code nowNanos} on, when the youngest verdict in force was of {@code youngestMs}. */
  Stillness(long youngestMs, long nowNanos) {
    this.youngestMs = youngestMs;
    this.sinceNanos = nowNanos;
  }

  /** To be told again and again of when the youngest verdict in force is. */
  void look(long nowYoungestMs, long nowNanos) {
    longestNanos = Math.max(longestNanos, nowNanos - sinceNanos);
    if (nowYoungestMs > youngestMs) {
      youngestMs = nowYoungestMs;
      sinceNanos = nowNanos;
    }
  }

  double seconds() {
    return longestNanos / 1e9;
  }
}
