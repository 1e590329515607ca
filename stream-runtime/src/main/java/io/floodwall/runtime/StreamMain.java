package io.floodwall.runtime;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The start of applications that run in a process of their own: options in, exit code out. */
public final class StreamMain {
  private StreamMain() {}

  /** Runs {@code apps} until they stop or the process is told to, and exits. */
  public static void main(String name, List<StreamApp> apps, String[] args) {
    System.exit(run(name, apps, args));
  }

  /** Runs {@code apps} until they stop; answers the exit code: 0 clean, 1 error, 2 usage. */
  public static int run(String name, List<StreamApp> apps, String... args) {
    return run(name, apps, new PrintWriter(System.err, true, StandardCharsets.UTF_8), args);
  }

  /** The same, with {@code err} for what it says before the applications run. */
  public static int run(String name, List<StreamApp> apps, PrintWriter err, String... args) {
    HeadStart.begin();
    Optional<StartOptions> plain = StartOptions.plain(args);
    if (plain.isEmpty()) {
      return StreamCommand.line(name, apps, err).execute(args);
    }
    try {
      return new Applications(apps).run(plain.get(), err);
    } catch (InterruptedException | RuntimeException e) {
      e.printStackTrace(err); // as the full command line does it
      return 1;
    }
  }
}
