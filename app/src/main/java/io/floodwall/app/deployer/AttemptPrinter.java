package io.floodwall.app.deployer;

import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.OutputFormat;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;

/** Prints a line for each attempt that is over, and counts them for the exit code. */
final class AttemptPrinter implements Deploying.Told {
  private final DataOut out;
  private final PrintWriter err;
  private final OutputFormat format;
  private final Runnable unread;
  private final Map<Result, Long> counts = new EnumMap<>(Result.class);

  /** {@code unread} runs when nobody reads the output any more. */
  AttemptPrinter(DataOut out, PrintWriter err, OutputFormat format, Runnable unread) {
    this.out = out;
    this.err = err;
    this.format = format;
    this.unread = unread;
  }

  @Override
  public void written(Attempt attempt) {
    Outcome outcome = attempt.written().join();
    Decision decision = attempt.delivery().decision();
    counts.merge(outcome.result(), 1L, Long::sum);
    if (format == OutputFormat.json) {
      out.json(AttemptLine.json(decision, outcome, attempt.ended().took()));
    } else {
      out.text(AttemptLine.text(decision, outcome, attempt.ended().took()));
    }
    if (out.isClosed()) {
      unread.run();
    }
  }

  @Override
  public void lost(Attempt attempt, String why) {
    counts.merge(Result.UNKNOWN, 1L, Long::sum);
    Ended ended = attempt.ended();
    err.println(
        PlainText.escaped(
            "deploy: "
                + attempt.delivery().decision().intent().agent()
                + "/"
                + attempt.delivery().decision().intent().id()
                + " attempt "
                + attempt.delivery().attempt()
                + " came to "
                + ended.result().label()
                + (ended.exitCode() == null ? "" : ", exit " + ended.exitCode())
                + ", and that could not be recorded: "
                + why));
  }

  /** 4 when an outcome is unknown, 1 when a command failed, else 0. */
  int exitCode() {
    if (counts.containsKey(Result.UNKNOWN)) {
      return ExitCode.PENDING;
    }
    return counts.containsKey(Result.FAILED) ? ExitCode.ERROR : ExitCode.OK;
  }
}
