package io.floodwall.app.commands;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.wall.Bundles;
import io.floodwall.app.wall.Publisher;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.InvalidBundleException;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.PlainText;
import io.floodwall.schemas.Codecs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code floodwall policy}: checks a bundle, publishes it, shows what governs. */
@Command(
    name = "policy",
    description = "Checks, publishes and shows policy bundles.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall policy check bundle.yaml      offline: is it a bundle that may govern?",
      "  floodwall policy publish bundle.yaml    returns when every partition rules by it",
      "  floodwall policy show --tenant default"
    })
public final class PolicyCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "check",
      description = "Says whether FILE is a valid bundle, and everything that is wrong with it.")
  int check(@Parameters(paramLabel = "FILE") Path file, @Mixin OutputOption output) {
    PolicyBundle bundle = checked(file);
    PrintWriter out = spec.commandLine().getOut();
    int policies = bundle.policies().size();
    if (output.isJson()) {
      out.println(
          Json.line(
              Json.object()
                  .put("valid", true)
                  .put("bundle", bundle.key())
                  .put("policies", policies)));
    } else {
      out.println(
          PlainText.escaped(file + ": valid: " + bundle.key() + ", " + policies + " policies"));
    }
    out.flush();
    return ExitCode.OK;
  }

  @Command(
      name = "publish",
      description = "Publishes FILE to every partition and waits until the gate rules by it.")
  int publish(
      @Mixin KafkaOptions kafka,
      @Parameters(paramLabel = "FILE") Path file,
      @Mixin OutputOption output) {
    PolicyBundle bundle = checked(file);
    try (Wall wall = Wall.connect(kafka)) {
      refuseOldVersion(wall, bundle);
      var publisher = new Publisher(wall);
      Publisher.Published published = publisher.bundle(bundle);
      boolean inEffect = publisher.awaitInEffect(published, kafka.timeoutMs());
      PrintWriter out = spec.commandLine().getOut();
      if (output.isJson()) {
        out.println(
            Json.line(Json.object().put("bundle", bundle.key()).put("in_effect", inEffect)));
      } else if (inEffect) {
        out.println(bundle.key() + " governs on all " + published.copies().size() + " partitions");
      }
      out.flush();
      if (!inEffect) {
        spec.commandLine()
            .getErr()
            .println(
                "published, but not every partition has confirmed it; it takes effect when gate and"
                    + " ledger run");
      }
      return inEffect ? ExitCode.OK : ExitCode.PENDING;
    }
  }

  @Command(
      name = "show",
      description = "Shows the bundles of a tenant, the one that governs first.")
  int show(
      @Mixin KafkaOptions kafka,
      @Option(
              names = "--tenant",
              defaultValue = Intent.DEFAULT_TENANT,
              description = "whose (default: ${DEFAULT-VALUE})")
          String tenant,
      @Mixin OutputOption output) {
    try (Wall wall = Wall.connect(kafka)) {
      List<PolicyBundle> bundles = Bundles.of(wall, tenant);
      if (bundles.isEmpty()) {
        throw new CommandException(
            ExitCode.ERROR,
            "tenant '"
                + tenant
                + "' has no bundle: its intents are rejected UNKNOWN_TENANT; publish one");
      }
      PrintWriter out = spec.commandLine().getOut();
      for (PolicyBundle bundle : bundles) {
        out.println(output.isJson() ? Json.line(BundleText.json(bundle)) : BundleText.yaml(bundle));
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  private static PolicyBundle checked(Path file) {
    PolicyBundle bundle = BundleFile.read(file);
    @Nullable InvalidBundleException invalid = null;
    try {
      BundleCompiler.compile(bundle);
    } catch (InvalidBundleException e) {
      invalid = e;
    }
    if (invalid != null) {
      throw new CommandException(
          ExitCode.ERROR, file + ": " + String.join("; ", invalid.problems()), invalid);
    }
    int bytes = Codecs.pinned().bundle().encode(bundle).length;
    if (bytes > BundleCompiler.BYTES_MAX) {
      throw new CommandException(
          ExitCode.ERROR,
          file
              + ": the bundle has "
              + bytes
              + " bytes encoded, at most "
              + BundleCompiler.BYTES_MAX
              + " are allowed");
    }
    return bundle;
  }

  private static void refuseOldVersion(Wall wall, PolicyBundle bundle) {
    for (PolicyBundle there : Bundles.of(wall, bundle.tenant())) {
      if (there.version() >= bundle.version()) {
        throw new CommandException(
            ExitCode.ERROR,
            there.key()
                + " is published already; versions are never re-written: use version "
                + (there.version() + 1));
      }
    }
  }
}
