package io.floodwall.app.deployer;

import io.floodwall.client.Delivery;
import io.floodwall.core.outcome.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** An attempt that is over, with its report on the way to the log. */
record Attempt(Delivery delivery, Ended ended, CompletableFuture<Outcome> written) {

  /** Why its report is not on the log, or null when it is, or may yet be. */
  @Nullable String refused() {
    if (!written.isCompletedExceptionally()) {
      return null;
    }
    try {
      written.join();
      return null;
    } catch (CompletionException e) {
      return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }
  }
}
