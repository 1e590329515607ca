package io.floodwall.app.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A live bar on stderr where a person watches, and nothing at all elsewhere. */
public final class Progress implements AutoCloseable {
  private static final int WIDTH = 90;

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /** A bar for {@code total} steps of {@code task}. */
  public static Progress of(String task, long total) {
    if (!Terminal.isThere() || System.getenv("TERM") == null) {
      return new Progress(null);
    }
    var stderr = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUpdateIntervalMillis(100)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(stderr, WIDTH))
            .build());
  }

  /** Sets how many steps are done. */
  public void at(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
