package io.floodwall.runtime;

import io.floodwall.core.intent.PlainText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line of applications in full: every spelling of an option, help, and what is wrong.
 */
@Command(mixinStandardHelpOptions = true, description = "Runs until it is told to stop.")
final class StreamCommand implements Callable<Integer> {
  @Option(
      names = StartOptions.BOOTSTRAP,
      paramLabel = "HOST:PORT",
      description = "where Kafka is (bootstrap.servers)")
  private @Nullable String bootstrap;

  @Option(
      names = StartOptions.COMMAND_CONFIG,
      paramLabel = "FILE",
      description = "Kafka client properties: TLS, SASL and the like")
  private @Nullable Path commandConfig;

  @Option(
      names = StartOptions.CONFIG,
      paramLabel = "FILE",
      description = "floodwall.* properties; docs/configuration.md lists them")
  private @Nullable Path config;

  @Option(
      names = StartOptions.SET,
      paramLabel = "KEY=VALUE",
      description = "one property; goes before both files; may be repeated")
  private final Map<String, String> set = new HashMap<>();

  @Spec private CommandSpec spec;

  private final List<StreamApp> apps;

  private StreamCommand(List<StreamApp> apps) {
    this.apps = apps;
  }

  /** The command line called {@code name}, which says what is wrong to {@code err}. */
  static CommandLine line(String name, List<StreamApp> apps, PrintWriter err) {
    return new CommandLine(new StreamCommand(apps))
        .setCommandName(name)
        .setErr(err)
        .setParameterExceptionHandler(StreamCommand::refuse);
  }

  /** What was typed is escaped, for a script may pass on what an agent wrote. */
  private static int refuse(ParameterException wrong, String[] words) {
    CommandLine command = wrong.getCommandLine();
    command.getErr().println(PlainText.escaped(wrong.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(wrong, command.getErr())) {
      command.usage(command.getErr());
    }
    return 2;
  }

  /** What was read. */
  StartOptions options() {
    return new StartOptions(bootstrap, commandConfig, config, set);
  }

  @Override
  public Integer call() throws InterruptedException {
    return new Applications(apps).run(options(), spec.commandLine().getErr());
  }
}
