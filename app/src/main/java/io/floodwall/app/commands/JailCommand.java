package io.floodwall.app.commands;

import io.floodwall.app.cli.CommandException;
import io.floodwall.core.admission.Control;
import io.floodwall.core.intent.PlainText;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code floodwall jail}: refuses everything from one agent, at once. */
@Command(
    name = "jail",
    description = "Refuses every intent of one agent at once, those that wait included.",
    footerHeading = "%nExamples:%n",
    footer = {"  floodwall jail chaos-monkey --reason \"runaway loop\" --for 2h"})
public final class JailCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "AGENT", description = "whom")
  private String agent = "";

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "release by itself after this long, such as 2h (default: never)")
  private @Nullable String length;

  @Mixin private Steering steering = new Steering();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Control control =
        Control.jail(
            checked(agent), true, steering.reason(), steering.who(), Steering.untilMs(length));
    return steering.give(
        control, agent + " is jailed", spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  static String checked(String agent) {
    if (!PlainText.isName(agent)) {
      throw CommandException.usage("AGENT must be 1-200 bytes of plain text");
    }
    return agent;
  }
}
