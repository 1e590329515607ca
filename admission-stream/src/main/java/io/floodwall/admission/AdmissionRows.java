package io.floodwall.admission;

import io.floodwall.core.admission.Place;

/** The rows of admission's stores, for who reads or writes them outside of a task. */
public final class AdmissionRows {
  /** The store of who waits. */
  public static final String ROOM = RoomRows.STORE;

  private AdmissionRows() {}

  /** The source offset of the intent whose row in the waiting room has this key. */
  public static long offsetOfRoomKey(byte[] key) {
    return Place.ofKey(key).seq();
  }
}
