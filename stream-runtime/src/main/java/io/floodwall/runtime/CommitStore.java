package io.floodwall.runtime;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store of bytes whose owner may hold changes back as objects and write them down when a commit
 * is about to take them: what changes with every record is then encoded once a commit.
 *
 * <p>What is held back is as durable as what is put at once. Kafka Streams flushes the caches of a
 * task's stores before it commits and at no other time that would keep them; held changes of a task
 * that dies are part of a transaction that aborts. {@link CachedStateStore}, through which it does
 * so, is not part of its public API: ADR 11.
 */
public final class CommitStore implements StateStore, CachedStateStore<byte[], byte[]> {
  private final KeyValueStore<byte[], byte[]> rows;
  private @Nullable Runnable hold;

  private CommitStore(KeyValueStore<byte[], byte[]> rows) {
    this.rows = rows;
  }

  /** Builds the store around the one that {@code rows} builds. */
  public static StoreBuilder<CommitStore> around(StoreBuilder<KeyValueStore<byte[], byte[]>> rows) {
    return new Builder(rows);
  }

  /** The rows, without what is held back. */
  public KeyValueStore<byte[], byte[]> rows() {
    return rows;
  }

  /** Names what writes down all that its owner holds back; a later call replaces it. */
  public void beforeCommit(Runnable write) {
    hold = write;
  }

  @Override
  public void flushCache() {
    if (hold != null) {
      hold.run();
    }
    if (rows instanceof CachedStateStore<?, ?> cached) {
      cached.flushCache();
    }
  }

  @Override
  public void clearCache() {
    if (rows instanceof CachedStateStore<?, ?> cached) {
      cached.clearCache();
    }
  }

  @Override
  public boolean setFlushListener(
      CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
    return false; // nobody is told of single rows
  }

  @Override
  public String name() {
    return rows.name();
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    hold = null; // whoever held something did so before the task was closed
    rows.init(context, root);
  }

  @Override
  @SuppressWarnings("deprecation") // the state manager of some versions still calls it
  public void flush() {
    rows.flush();
  }

  @Override
  public void commit(Map<TopicPartition, Long> offsets) {
    rows.commit(offsets);
  }

  @Override
  @SuppressWarnings("NullAway") // null is the answer of a store that keeps no offsets
  public Long committedOffset(TopicPartition partition) {
    return rows.committedOffset(partition);
  }

  @Override
  @SuppressWarnings("deprecation") // asked of every store, until they all do
  public boolean managesOffsets() {
    return rows.managesOffsets();
  }

  @Override
  public void close() {
    rows.close();
  }

  @Override
  public boolean persistent() {
    return rows.persistent();
  }

  @Override
  public boolean isOpen() {
    return rows.isOpen();
  }

  @Override
  public Position getPosition() {
    return rows.getPosition();
  }

  private record Builder(StoreBuilder<KeyValueStore<byte[], byte[]>> rows)
      implements StoreBuilder<CommitStore> {
    @Override
    public CommitStore build() {
      return new CommitStore(rows.build());
    }

    @Override
    public StoreBuilder<CommitStore> withCachingEnabled() {
      return new Builder(rows.withCachingEnabled());
    }

    @Override
    public StoreBuilder<CommitStore> withCachingDisabled() {
      return new Builder(rows.withCachingDisabled());
    }

    @Override
    public StoreBuilder<CommitStore> withLoggingEnabled(Map<String, String> config) {
      return new Builder(rows.withLoggingEnabled(config));
    }

    @Override
    public StoreBuilder<CommitStore> withLoggingDisabled() {
      return new Builder(rows.withLoggingDisabled());
    }

    @Override
    public Map<String, String> logConfig() {
      return rows.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
      return rows.loggingEnabled();
    }

    @Override
    public String name() {
      return rows.name();
    }
  }
}
