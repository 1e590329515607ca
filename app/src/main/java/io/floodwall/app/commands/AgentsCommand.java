package io.floodwall.app.commands;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.core.admission.Control;
import io.floodwall.core.signing.SigningMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code floodwall agents}: the keys that agents sign with, and what is asked of signatures. */
@Command(
    name = "agents",
    description = "Keeps the keys that agents sign with, and says who must sign.",
    subcommands = AgentKeyCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall agents key new deployer.key         a key pair: the secret in the file, the vkey"
          + " on stdout",
      "  floodwall agents key add deployer --vkey VKEY --reason \"first key\"",
      "  floodwall agents signing deployer required --reason \"its key is out\"",
      "  floodwall agents signing --all checked --reason \"before all must sign\"",
      "  floodwall agents key revoke deployer 0123456789abcdef --reason stolen",
      "  floodwall agents key list                     the keys, and when each counts",
      "  floodwall get controls                        lists keys and modes"
    })
public final class AgentsCommand {
  @Spec private CommandSpec spec;

  /** What can be asked: a mode, or what is asked of all. */
  enum Asked {
    off,
    checked,
    required,
    inherit
  }

  @Command(
      name = "signing",
      description = "Says what is asked of an agent's signatures; waits until admission asks it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  floodwall agents signing deployer required --reason \"its key is out\"",
        "  floodwall agents signing deployer inherit --reason \"as all others\"",
        "  floodwall agents signing --all checked --reason \"before all must sign\""
      })
  int signing(
      @Parameters(
              arity = "1..2",
              paramLabel = "[AGENT] MODE",
              description =
                  "off: not looked at; checked: must hold where there is one; required: nothing"
                      + " passes without; inherit: what is asked of all agents")
          String[] agentAndMode,
      @Option(names = "--all", description = "of every agent that has no order of its own")
          boolean all,
      @Mixin Steering steering) {
    if (agentAndMode.length != (all ? 1 : 2)) {
      throw CommandException.usage("give AGENT MODE, or --all MODE");
    }
    String agent = all ? "" : JailCommand.checked(agentAndMode[0]);
    Asked asked = asked(agentAndMode[agentAndMode.length - 1]);
    SigningMode mode = mode(asked);
    Control control =
        Control.signing(
            agent,
            mode == null ? SigningMode.OFF : mode,
            mode != null,
            steering.reason(),
            steering.who());
    String whose = all ? "signatures of all agents" : "signatures of " + agent;
    return steering.give(
        control, whose + ": " + asked, spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  private static @Nullable SigningMode mode(Asked asked) {
    return switch (asked) {
      case off -> SigningMode.OFF;
      case checked -> SigningMode.CHECKED;
      case required -> SigningMode.REQUIRED;
      case inherit -> null;
    };
  }

  private static Asked asked(String text) {
    try {
      return Asked.valueOf(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE, "MODE must be off, checked, required or inherit, got '" + text + "'", e);
    }
  }
}
