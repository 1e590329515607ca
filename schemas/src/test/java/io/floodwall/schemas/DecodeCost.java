package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** Decodes on this thread and holds every refusal to its memory. */
final class DecodeCost {
  /** The most bytes a refusal of a small record may allocate, its exception included. */
  private static final long ALLOCATED_BYTES_MAX = 1_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private DecodeCost() {}

  /** The refusal of {@code value}, or null when it decodes; anything else is thrown on. */
  static @Nullable MalformedRecordException refusal(Codec<?> codec, byte @Nullable [] value) {
    try {
      codec.decode(value);
      return null;
    } catch (MalformedRecordException e) {
      assertThat(allocatedForRefusing(codec, value))
          .as("bytes allocated")
          .isLessThan(ALLOCATED_BYTES_MAX);
      return e;
    }
  }

  /** Of a second time: the first may have loaded classes. */
  private static long allocatedForRefusing(Codec<?> codec, byte @Nullable [] value) {
    long before = allocatedBytes();
    try {
      codec.decode(value);
    } catch (MalformedRecordException e) {
      return allocatedBytes() - before;
    }
    throw new AssertionError("refused once and then taken");
  }

  private static long allocatedBytes() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
