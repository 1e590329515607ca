package io.floodwall.client;

/**
 * Is told of every step of one proposal, in order, the last one included; before its future
 * completes.
 *
 * <p>Called on the client's one callback thread: what blocks here holds back the other answers, not
 * the reading of them.
 */
@FunctionalInterface
public interface FateListener {
  /** Hears nothing. */
  FateListener NONE = fate -> {};

  /** What is known now. */
  void told(Fate fate);
}
