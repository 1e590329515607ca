package io.floodwall.runtime;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Gives all RocksDB stores of the process one block cache, and charges their write buffers to it.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  /**
   * The setting that carries the bound, in bytes; the first store to open decides it for the
   * process.
   */
  static final String BYTES = "floodwall.internal.rocksdb.bytes";

  private static final long WRITE_BUFFER_BYTES = 4L * 1024 * 1024;
  private static @Nullable Cache cache;
  private static @Nullable WriteBufferManager writeBuffers;

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configs) {
    share(options, Long.parseLong(String.valueOf(configs.getOrDefault(BYTES, 64L * 1024 * 1024))));
  }

  @Override
  public void close(String store, Options options) {
    // the cache and the buffers outlive any one store: they belong to the process
  }

  private static synchronized void share(Options options, long bytes) {
    RocksDB.loadLibrary();
    if (cache == null) {
      cache = new LRUCache(bytes, -1, false, 0.1);
      writeBuffers = new WriteBufferManager(bytes / 2, cache);
    }
    var table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(cache);
    table.setCacheIndexAndFilterBlocks(true);
    options.setWriteBufferManager(writeBuffers);
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setTableFormatConfig(table);
  }
}
