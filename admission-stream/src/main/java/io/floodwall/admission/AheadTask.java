package io.floodwall.admission;

import io.floodwall.core.Bytes;
import io.floodwall.core.signing.SignatureParts;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * One signature's arithmetic: a pure function of key, message and signature, run once by whichever
 * thread comes first.
 */
final class AheadTask extends FutureTask<Boolean> {
  private final AheadKey key;
  private final byte[] message;
  private final Bytes signature;

  AheadTask(AheadKey key, SignatureParts parts) {
    super(() -> key.verifies(parts.statement(), parts.signature().toArray()));
    this.key = key;
    this.message = parts.statement();
    this.signature = parts.signature();
  }

  AheadKey key() {
    return key;
  }

  /** Whether it is this question, to the byte. */
  boolean asks(Bytes publicKey, byte[] other, Bytes otherSignature) {
    return key.encoded().equals(publicKey)
        && signature.equals(otherSignature)
        && Arrays.equals(message, other);
  }

  /**
   * What the arithmetic says, or null when it was given up: run here unless another thread has
   * begun; while that is at it, {@code others} that nobody has begun are run here.
   */
  @Nullable Boolean answer(Queue<Runnable> others) {
    run();
    while (!isDone()) {
      Runnable other = others.poll();
      if (other == null) {
        break;
      }
      other.run();
    }
    try {
      return get();
    } catch (CancellationException | ExecutionException e) {
      return null; // to be asked again, of who answers in turn
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
