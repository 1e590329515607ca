package io.floodwall.admission;

import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Place;
import io.floodwall.core.admission.WaitingRoom;
import io.floodwall.schemas.Codec;
import io.floodwall.schemas.MalformedRecordException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The waiting room with its rows: the order in the heap, the intents in a store, one row per intent
 * under its place.
 *
 * <p>A row is a Candidate that is not released yet. The store is only ever read by point; its one
 * scan is at the start, to rebuild the order.
 */
final class RoomRows {
  static final String STORE = "room";

  private final KeyValueStore<byte[], byte[]> store;
  private final Codec<Candidate> codec;
  private final WaitingRoom room;

  RoomRows(KeyValueStore<byte[], byte[]> store, Codec<Candidate> codec, long capacity) {
    this.store = store;
    this.codec = codec;
    this.room = new WaitingRoom(capacity);
    try (KeyValueIterator<byte[], byte[]> rows = store.all()) {
      rows.forEachRemaining(row -> room.restore(Place.ofKey(row.key)));
    }
  }

  int depth() {
    return room.depth();
  }

  boolean isEmpty() {
    return room.isEmpty();
  }

  void enter(Candidate candidate) {
    var place = new Place(candidate.intent().priority(), candidate.facts().sourceOffset());
    room.enter(place);
    store.put(place.toKey(), codec.encode(candidate));
  }

  /** Who is next, left where it is. */
  Candidate first() {
    Place place = room.first();
    byte[] row = store.get(place.toKey());
    if (row == null) {
      throw new IllegalStateException(
          "the waiting room's order names " + place + ", which has no row");
    }
    try {
      return codec.decode(row);
    } catch (MalformedRecordException e) {
      throw new IllegalStateException("the waiting room's row at " + place + " does not decode", e);
    }
  }

  void removeFirst() {
    store.delete(room.next().toKey());
  }
}
