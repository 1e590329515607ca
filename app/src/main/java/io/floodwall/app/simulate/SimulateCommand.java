package io.floodwall.app.simulate;

import io.floodwall.app.cli.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code floodwall simulate}: lines in, lines out, through a {@link Simulation}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 120,
    description = {
      "Drives a wall in memory, on logical time, with one JSON object a line on standard input.",
      "No Kafka, no clock, nothing kept: the same lines always give the same answers."
    },
    footerHeading = "%nThe lines:%n",
    footer = {
      "  {\"op\":\"config\",\"capacity\":N,\"burst\":N,\"refill\":N,",
      "   \"policies\":[NAME,...],\"allow\":[RESOURCE,...]}",
      "      starts a fresh wall; burst and refill are tokens and tokens per tick,",
      "      to six decimals; policies, in any order and as often as you like:",
      "      no-global-destroy, blast-needs-priority, resource-allowlist (needs",
      "      allow), freeze-window, freeze-window-off",
      "  {\"op\":\"submit\",\"id\":N,\"agent\":TEXT,\"action\":\"apply|scale|destroy\",",
      "   \"resource\":TEXT,\"manifest\":TEXT (apply),\"replicas\":N (scale),",
      "   \"priority\":\"bulk|normal|urgent|pager\",",
      "   \"blast\":\"cell|service|region|global\",\"now\":N}",
      "      offers an intent at time now: queued, rate_limited or backpressure",
      "  {\"op\":\"tick\"}   rules on the most urgent, oldest intent that waits",
      "  {\"op\":\"drain\"}  rules on all that wait",
      "  {\"op\":\"state\"}  tells how many wait, how many verdicts are on record, and",
      "      whether the record is intact",
      "Blank lines and lines that start with # are skipped.",
      "",
      "Exit code: 0, or 2 for a line that is not understood; standard error names it.",
      "",
      "Example:",
      "  floodwall simulate <<'END'",
      "  {\"op\":\"config\",\"capacity\":9,\"burst\":2,\"refill\":0.5,\"policies\":[]}",
      "  {\"op\":\"submit\",\"id\":1,\"agent\":\"ci\",\"action\":\"destroy\",\"resource\":\"web\","
          + "\"priority\":\"bulk\",\"blast\":\"cell\",\"now\":0}",
      "  {\"op\":\"drain\"}",
      "  END"
    })
public final class SimulateCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER_BYTES);

  /** The command on the process's own streams. */
  public SimulateCommand() {
    this(System.in, System.out, System.err);
  }

  SimulateCommand(InputStream in, PrintStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    var lines = new Lines(in);
    try {
      run(lines);
      return ExitCode.OK;
    } catch (BadLineException e) {
      return stopped(ExitCode.USAGE, "line " + lines.number() + ": " + e.getMessage());
    } catch (UncheckedIOException | IOException e) {
      return stopped(ExitCode.ERROR, "after line " + lines.number() + ": " + e.getMessage());
    }
  }

  private void run(Lines lines) throws IOException, BadLineException {
    var simulation = new Simulation();
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        simulation.accept(line, this::write);
        if (lines.wouldWait()) {
          flush();
        }
      }
    } finally {
      flush();
    }
  }

  private void write(String line) {
    buffer.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    buffer.write('\n');
    if (buffer.size() >= BUFFER_BYTES) {
      try {
        flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void flush() throws IOException {
    buffer.writeTo(out);
    buffer.reset();
    if (out.checkError()) {
      throw new IOException("standard output is closed");
    }
  }

  private int stopped(int exitCode, String why) {
    err.println("floodwall simulate: " + why);
    return exitCode;
  }
}
