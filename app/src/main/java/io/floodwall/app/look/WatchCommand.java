package io.floodwall.app.look;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.wall.Wall;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall watch}: a live table of the agents, until Ctrl-C. */
@Command(
    name = "watch",
    description =
        "Shows live what the agents do: tokens, who waits, admitted and refused a second.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall watch                                   a table that is redrawn, until Ctrl-C",
      "  floodwall watch --top 5 --interval 10 --since 1h",
      "  floodwall watch -o json --count 1 | jq .ledger_lag",
      "",
      "Counts begin at --since; on a pipe each round is printed below the one before."
    })
public final class WatchCommand implements Callable<Integer> {
  private static final int INTERVAL_SECONDS_MAX = 3_600;
  private static final int TOP_MAX = 1_000;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "how often (default: ${DEFAULT-VALUE})")
  private int intervalSeconds = 2;

  @Option(
      names = "--top",
      paramLabel = "AGENTS",
      defaultValue = "20",
      description = "how many of the busiest agents (default: ${DEFAULT-VALUE})")
  private int top = 20;

  @Option(
      names = "--count",
      paramLabel = "ROUNDS",
      description = "stop after so many rounds (default: never)")
  private @Nullable Long count;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "1d",
      description =
          "count from then on: a length of time such as 15m, or an RFC 3339 time (default:"
              + " ${DEFAULT-VALUE})")
  private String since = "1d";

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  private final LongSupplier clock = Time.SYSTEM::milliseconds;

  @Override
  public Integer call() {
    check();
    Long sinceMs = Since.parse(since, clock.getAsLong());
    var screen =
        new Screen(spec.commandLine().getOut(), output.format(), Screen.canRedraw(System.getenv()));
    var left = new AtomicLong(count == null ? Long.MAX_VALUE : count);
    try (Wall wall = Wall.connect(kafka)) {
      WallTopics.require(wall);
      new LiveTable(wall, Scope.of(wall, null, sinceMs), intervalSeconds * 1_000L, top, clock)
          .run(round -> screen.show(round) && left.decrementAndGet() > 0);
      return ExitCode.OK;
    } catch (KafkaException e) {
      if (Thread.currentThread().isInterrupted()) {
        return ExitCode.OK; // told to stop watching
      }
      throw e;
    }
  }

  private void check() {
    if (intervalSeconds < 1 || intervalSeconds > INTERVAL_SECONDS_MAX) {
      throw CommandException.usage(
          "--interval must be 1 to " + INTERVAL_SECONDS_MAX + " seconds, got " + intervalSeconds);
    }
    if (top < 1 || top > TOP_MAX) {
      throw CommandException.usage("--top must be 1 to " + TOP_MAX + ", got " + top);
    }
    if (count != null && count < 1) {
      throw CommandException.usage("--count must be 1 or more, got " + count);
    }
  }
}
