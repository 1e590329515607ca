package io.floodwall.app.commands;

import io.floodwall.core.admission.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code floodwall release}: lets a jailed agent propose again. */
@Command(
    name = "release",
    description = "Lets a jailed agent propose again.",
    footerHeading = "%nExamples:%n",
    footer = {"  floodwall release chaos-monkey --reason \"loop fixed\""})
public final class ReleaseCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "AGENT", description = "whom")
  private String agent = "";

  @Mixin private Steering steering = new Steering();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Control control =
        Control.jail(JailCommand.checked(agent), false, steering.reason(), steering.who(), null);
    return steering.give(
        control, agent + " is released", spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
