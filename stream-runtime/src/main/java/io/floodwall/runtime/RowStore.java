package io.floodwall.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store's rows outside of any task, in the heap and in the order of their bytes: what a changelog
 * adds up to, or what is to be written to one.
 */
public final class RowStore implements KeyValueStore<byte[], byte[]> {
  private final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
  private final String name;

  /** An empty store. */
  public RowStore(String name) {
    this.name = name;
  }

  /** The rows, in order. */
  public List<KeyValue<byte[], byte[]>> rows() {
    var all = new ArrayList<KeyValue<byte[], byte[]>>(rows.size());
    rows.forEach((key, value) -> all.add(KeyValue.pair(key, value)));
    return all;
  }

  /** A record of a changelog; null deletes. */
  @Override
  public void put(byte[] key, byte @Nullable [] value) {
    if (value == null) {
      rows.remove(key);
    } else {
      rows.put(key, value);
    }
  }

  @Override
  @SuppressWarnings("NullAway")
  public byte @Nullable [] putIfAbsent(byte[] key, byte[] value) {
    return rows.putIfAbsent(key, value);
  }

  @Override
  public void putAll(List<KeyValue<byte[], byte[]>> entries) {
    entries.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte @Nullable [] delete(byte[] key) {
    return rows.remove(key);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return rows.get(key);
  }

  @Override
  public KeyValueIterator<byte[], byte[]> range(byte @Nullable [] from, byte @Nullable [] to) {
    NavigableMap<byte[], byte[]> part = from == null ? rows : rows.tailMap(from, true);
    return new Rows((to == null ? part : part.headMap(to, true)).entrySet().iterator());
  }

  @Override
  public KeyValueIterator<byte[], byte[]> all() {
    return range(null, null);
  }

  @Override
  public long approximateNumEntries() {
    return rows.size();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    throw new UnsupportedOperationException("rows outside of a task");
  }

  @Override
  public void close() {
    rows.clear();
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  private static final class Rows implements KeyValueIterator<byte[], byte[]> {
    private final Iterator<Map.Entry<byte[], byte[]>> entries;

    Rows(Iterator<Map.Entry<byte[], byte[]>> entries) {
      this.entries = entries;
    }

    @Override
    public boolean hasNext() {
      return entries.hasNext();
    }

    @Override
    public KeyValue<byte[], byte[]> next() {
      Map.Entry<byte[], byte[]> entry = entries.next();
      return KeyValue.pair(entry.getKey(), entry.getValue());
    }

    @Override
    public byte[] peekNextKey() {
      throw new NoSuchElementException("not needed, and not there");
    }

    @Override
    public void close() {}
  }
}
