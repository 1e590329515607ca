package io.floodwall.admission;

import io.floodwall.core.Bytes;
import io.floodwall.tlog.PublicKey;

/**
 * A key that has verified a signature here, and how many signatures under it may be verified ahead
 * at once.
 *
 * <p>Each that is asked for makes room for one more, up to twice as many as there have been at
 * once. One that nobody asks for, because its intent was refused before the arithmetic, takes all
 * of it back but one place, and the next {@value #HELD_BACK} stay behind: what a flood is refused
 * cheaply does not cost other threads either.
 */
final class AheadKey {
  /** How many of a key's signatures stay behind after one that nobody asked for. */
  static final int HELD_BACK = 64;

  private final PublicKey key;
  private long places = 1;
  private int taken;
  private int most; // taken at once
  private int heldBack;

  AheadKey(PublicKey key) {
    this.key = key;
  }

  Bytes encoded() {
    return key.encoded();
  }

  boolean verifies(byte[] message, byte[] signature) {
    return key.verifies(message, signature);
  }

  /** Takes a place for one more, if it may go ahead. */
  synchronized boolean tryTake() {
    if (heldBack > 0) {
      heldBack--;
      return false;
    }
    if (taken >= places) {
      return false;
    }
    taken++;
    most = Math.max(most, taken);
    return true;
  }

  /** One was asked for. */
  synchronized void used() {
    taken--;
    if (places < 2L * most) {
      places++;
    }
  }

  /** Nobody asked for one. */
  synchronized void unused() {
    taken--;
    places = 1;
    most = 0;
    heldBack = HELD_BACK;
  }

  /** One was given up; that tells nothing of those who sign. */
  synchronized void givenUp() {
    taken--;
  }
}
