package io.floodwall.app.commands;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.look.KeyListCommand;
import io.floodwall.app.wall.AgentKeys;
import io.floodwall.core.admission.Control;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.PublicKey;
import io.floodwall.tlog.SignerKey;
import io.floodwall.tlog.VerifierKey;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code floodwall agents key}: makes a key pair, publishes its public half, revokes it, lists. */
@Command(
    name = "key",
    description =
        "Makes a key pair for an agent, publishes its public half, revokes it; lists them.",
    subcommands = KeyListCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall agents key new deployer.key",
      "  floodwall agents key add deployer --vkey VKEY --until 2027-01-01T00:00:00Z --reason new",
      "  floodwall agents key list deployer",
      "  floodwall agents key revoke deployer 0123456789abcdef --reason stolen"
    })
public final class AgentKeyCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "new",
      description = {
        "Writes a new secret key to FILE, which only its owner can read, and prints the public"
            + " half.",
        "The secret is never printed; the agent signs with FILE."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  floodwall agents key new deployer.key"})
  int make(
      @Parameters(paramLabel = "FILE", description = "where; must not exist") Path file,
      @Option(
              names = "--name",
              defaultValue = "agent",
              description = "a word that the vkey begins with (default: ${DEFAULT-VALUE})")
          String name) {
    SignerKey key = AgentKeyFile.create(file, name);
    spec.commandLine().getOut().println(key.verifier());
    spec.commandLine().getOut().flush();
    String id = AgentKey.idOf(key.verifier().key().encoded());
    spec.commandLine()
        .getErr()
        .println(
            PlainText.escaped(
                "key "
                    + id
                    + " is in "
                    + file
                    + "; publish it: floodwall agents key add AGENT --vkey "
                    + key.verifier()));
    return ExitCode.OK;
  }

  @Command(
      name = "add",
      description =
          "Publishes a public key of AGENT; waits until admission takes signatures by it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  floodwall agents key add deployer --vkey VKEY --reason \"first key\"",
        "  floodwall agents key add deployer --public-key BASE64 --from 2026-12-01T00:00:00Z"
            + " --reason rotation"
      })
  int add(
      @Parameters(paramLabel = "AGENT", description = "whose key it is") String agent,
      @Option(names = "--vkey", description = "the key as agents key new prints it")
          @Nullable String vkey,
      @Option(
              names = "--public-key",
              paramLabel = "BASE64",
              description = "the key as base64 of its 32 bytes")
          @Nullable String publicKey,
      @Option(
              names = "--from",
              paramLabel = "TIME",
              description = "RFC 3339: intents appended from then on (default: now)")
          @Nullable String from,
      @Option(
              names = "--until",
              paramLabel = "TIME",
              description = "RFC 3339: and before then (default: for ever)")
          @Nullable String until,
      @Mixin Steering steering) {
    JailCommand.checked(agent);
    long fromMs = from == null ? Time.SYSTEM.milliseconds() : time("--from", from);
    Long untilMs = until == null ? null : Long.valueOf(time("--until", until));
    var key = new AgentKey(publicKey(vkey, publicKey).encoded(), fromMs, untilMs);
    String problem = key.problem();
    if (problem != null) {
      throw CommandException.usage(problem);
    }
    requireNotRevoked(agent, key.id(), steering);
    return steering.give(
        Control.key(agent, key, true, steering.reason(), steering.who()),
        agent + " may sign with key " + key.id() + " from " + Instant.ofEpochMilli(fromMs),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
  }

  @Command(
      name = "revoke",
      description = {
        "Revokes a key of AGENT: no intent signed by it passes from then on, those that wait"
            + " included.",
        "Waits until admission knows."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  floodwall agents key revoke deployer 0123456789abcdef --reason stolen"})
  int revoke(
      @Parameters(paramLabel = "AGENT", description = "whose key it is") String agent,
      @Parameters(paramLabel = "KEY-ID", description = "as agents key list has it") String keyId,
      @Mixin Steering steering) {
    JailCommand.checked(agent);
    Control published = find(agent, keyId, steering);
    AgentKey key = published == null ? null : published.agentKey();
    if (key == null) {
      throw new CommandException(
          ExitCode.ERROR,
          agent + " has no key " + keyId + "; floodwall agents key list tells which it has");
    }
    return steering.give(
        Control.key(agent, key, false, steering.reason(), steering.who()),
        "key " + key.id() + " of " + agent + " is revoked",
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
  }

  private static void requireNotRevoked(String agent, String keyId, Steering steering) {
    Control published = find(agent, keyId, steering);
    if (published != null && !published.engaged()) {
      throw new CommandException(
          ExitCode.ERROR,
          "key " + keyId + " of " + agent + " was revoked and stays so; make a new one");
    }
  }

  private static @Nullable Control find(String agent, String keyId, Steering steering) {
    List<Control> published = steering.ask(wall -> AgentKeys.of(wall, agent));
    return published.stream()
        .filter(control -> control.key().endsWith("/" + keyId))
        .findFirst()
        .orElse(null);
  }

  private static PublicKey publicKey(@Nullable String vkey, @Nullable String base64) {
    if ((vkey == null) == (base64 == null)) {
      throw CommandException.usage("give the key: --vkey or --public-key, one of the two");
    }
    try {
      return vkey != null
          ? VerifierKey.parse(vkey).key()
          : PublicKey.of(Base64.getDecoder().decode(base64));
    } catch (FormatException | IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "the key is none: " + e.getMessage(), e);
    }
  }

  private static long time(String option, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new CommandException(
          ExitCode.USAGE, option + ": not a time: '" + text + "'; try 2026-12-01T00:00:00Z", e);
    }
  }
}
