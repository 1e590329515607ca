package io.floodwall.app.ledger;

import io.floodwall.app.cli.Progress;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A bar for a reading whose length is known once it has begun. */
public final class ReadingProgress implements BiConsumer<Long, Long>, AutoCloseable {
  private final String task;
  private @Nullable Progress bar;

  public ReadingProgress(String task) {
    this.task = task;
  }

  @Override
  public void accept(Long done, Long total) {
    if (bar == null) {
      bar = Progress.of(task, total);
    }
    bar.at(done);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
