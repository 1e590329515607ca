package io.floodwall.app.commands;

import io.floodwall.core.admission.Control;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall valve}: stops all releases, or lets them go. */
@Command(
    name = "valve",
    description =
        "Closes or opens the valve: closed, nothing is released; intents still queue up to capacity.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall valve close --reason \"incident 42\" --for 30m",
      "  floodwall valve open --reason \"incident 42 is over\""
    })
public final class ValveCommand {
  @Spec private CommandSpec spec;

  @Command(name = "close", description = "Stops all releases, on every partition.")
  int close(
      @Mixin Steering steering,
      @Option(
              names = "--for",
              paramLabel = "DURATION",
              description = "open by itself after this long, such as 30m (default: never)")
          @Nullable String length) {
    Control control =
        Control.valve(true, steering.reason(), steering.who(), Steering.untilMs(length));
    return steering.give(
        control, "the valve is closed", spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  @Command(name = "open", description = "Lets releases go again, on every partition.")
  int open(@Mixin Steering steering) {
    Control control = Control.valve(false, steering.reason(), steering.who(), null);
    return steering.give(
        control, "the valve is open", spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
