package io.floodwall.admission;

import io.floodwall.core.Bytes;
import io.floodwall.core.signing.SignatureParts;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.PublicKey;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of signatures that were read but whose turn has not come, on a few threads beside
 * those that decide.
 *
 * <p>Nothing of what is decided depends on it. A task is only found by the record that it was made
 * for, and only answers for exactly that key, message and signature, what the same arithmetic
 * answers in turn; whatever is not found, not ready or given up is verified in turn. Who is asked,
 * in what order, and whether the arithmetic is reached at all stays with the thread that decides.
 *
 * <p>Only signatures under keys that have verified one here go ahead, as many as {@link AheadKey}
 * lets and while there are fewer than {@code tasksMax}. Threads are made with the first of them and
 * end with {@link #close}.
 */
final class Ahead implements AutoCloseable {
  private static final String THREADS = "floodwall-ahead-"; // and a number
  private static final long CLOSE_SECONDS_MAX = 5;

  private final int threads;
  private final int tasksMax;
  private final int keysMax;
  private final Map<Long, AheadKey> keys = new ConcurrentHashMap<>();
  private final Map<Place, AheadTask> tasks = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor pool;

  /** Where the record lies that a task was made for. */
  private record Place(int partition, long offset) {}

  /**
   * No task, and no thread yet.
   *
   * @param threads how many threads; with 0 nothing goes ahead
   * @param tasksMax how many may be ahead at once
   * @param keysMax how many keys are remembered; one more, and another is forgotten
   */
  Ahead(int threads, int tasksMax, int keysMax) {
    this(threads, tasksMax, keysMax, daemons());
  }

  /** The same, on threads from {@code factory}. */
  Ahead(int threads, int tasksMax, int keysMax, ThreadFactory factory) {
    this.threads = threads;
    this.tasksMax = tasksMax;
    this.keysMax = keysMax;
    this.pool =
        new ThreadPoolExecutor(
            Math.max(1, threads),
            Math.max(1, threads),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(tasksMax),
            factory,
            Ahead::makeRoom);
  }

  /** Nothing ever goes ahead. */
  static Ahead off() {
    return new Ahead(0, 1, 1);
  }

  /** Whether anything could go ahead now: a key is known. */
  boolean isReady() {
    return !keys.isEmpty();
  }

  /** Whether a task waits to be asked for or given up. */
  boolean hasTasks() {
    return !tasks.isEmpty();
  }

  /** A key that has just verified a signature: what is signed with it may go ahead from now on. */
  void learn(Bytes publicKey) {
    if (threads == 0) {
      return;
    }
    long idBits = SignatureParts.idBitsOf(publicKey);
    if (keys.containsKey(idBits)) {
      return;
    }
    if (keys.size() >= keysMax) {
      keys.keySet().stream().limit(1).forEach(keys::remove);
    }
    try {
      keys.put(idBits, new AheadKey(PublicKey.of(publicKey.toArray())));
    } catch (FormatException e) {
      throw new IllegalArgumentException("it has verified a signature, so it is a key", e);
    }
  }

  /** A record that was read, with the value of its only signature header. */
  void hand(int partition, long offset, byte @Nullable [] header) {
    SignatureParts parts = tasks.size() < tasksMax ? SignatureParts.of(header) : null;
    AheadKey key = parts == null ? null : keys.get(parts.keyIdBits());
    if (parts == null || key == null || !key.tryTake()) {
      return;
    }
    var task = new AheadTask(key, parts);
    var place = new Place(partition, offset);
    AheadTask before = tasks.put(place, task);
    if (before != null) {
      giveUp(before); // read again: whoever read it first has gone
    }
    pool.execute(task);
    if (task.isCancelled() && tasks.remove(place, task)) {
      key.givenUp();
    }
  }

  /** What the arithmetic says for exactly this question about this record, or null: not known. */
  @Nullable Boolean answer(
      int partition, long offset, Bytes publicKey, byte[] message, Bytes signature) {
    var place = new Place(partition, offset);
    AheadTask task = tasks.get(place);
    if (task == null || !task.asks(publicKey, message, signature) || !tasks.remove(place, task)) {
      return null;
    }
    task.key().used();
    return task.answer(pool.getQueue());
  }

  /** The record has been decided; answers whether a task was made for it that nobody asked for. */
  boolean over(int partition, long offset) {
    AheadTask task = tasks.remove(new Place(partition, offset));
    if (task == null) {
      return false;
    }
    task.cancel(false);
    task.key().unused();
    return true;
  }

  /** Gives up what was read of the partition, which somebody else reads from now on. */
  void forget(int partition) {
    giveUp(place -> place.partition() == partition);
  }

  /** Gives up everything and ends the threads. */
  @Override
  public void close() {
    pool.shutdownNow();
    giveUp(place -> true);
    try {
      pool.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // they are daemons at their last task
    }
  }

  private static ThreadFactory daemons() {
    var made = new AtomicInteger();
    return work -> {
      var thread = new Thread(work, THREADS + made.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** What was run by the one who asked, or given up, lies in the queue until somebody comes by. */
  private static void makeRoom(Runnable task, ThreadPoolExecutor full) {
    full.getQueue().removeIf(other -> ((AheadTask) other).isDone());
    if (full.isShutdown() || !full.getQueue().offer(task)) {
      ((AheadTask) task).cancel(false);
    }
  }

  private void giveUp(Predicate<Place> which) {
    tasks.forEach(
        (place, task) -> {
          if (which.test(place) && tasks.remove(place, task)) {
            giveUp(task);
          }
        });
  }

  private static void giveUp(AheadTask task) {
    task.cancel(false);
    task.key().givenUp();
  }
}
