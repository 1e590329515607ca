package io.floodwall.app.demo;

import io.floodwall.app.access.AclLine;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.core.intent.PlainText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code floodwall demo}: the seed's flood through a real Kafka broker, beside the same flood
 * through the in-memory wall.
 */
@Command(
    name = "demo",
    description =
        "Sends the seed's flood of 4000 intents through a real Kafka broker in this process.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall demo                       the report, in about 15 seconds",
      "  floodwall demo -o json | jq .kafka   the figures, for a program",
      "  floodwall demo --keep demo-data      keep the cluster, then look into it:",
      "  floodwall ledger verify --data demo-data",
      "",
      "Exit code 1 when a published figure is missed, or the demo could not run."
    })
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "leave the cluster's data in DIR, which must be new or empty")
  private @Nullable Path keep;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Consumer<String> talk =
        line -> {
          err.println("demo: " + PlainText.escaped(line));
          err.flush();
        };
    WallResult kafka = new KafkaRun(talk).run(folder());
    WallResult memory = MemoryRun.run();
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      var both = Json.object();
      both.set("kafka", kafka.json());
      both.set("memory", memory.json());
      out.println(Json.line(both));
    } else {
      out.print(DemoReport.text(kafka, memory));
      if (keep != null) {
        out.println();
        out.println(
            PlainText.escaped(
                "kept in "
                    + keep
                    + "; next: floodwall ledger verify --data "
                    + AclLine.shell(List.of(keep.toString()))));
      }
    }
    out.flush();
    if (kafka.meetsPublished() && memory.meetsPublished()) {
      return ExitCode.OK;
    }
    talk.accept("a published figure was missed: expected " + SeedFlood.PUBLISHED);
    return ExitCode.ERROR;
  }

  private BrokerFolder folder() {
    if (keep == null) {
      return BrokerFolder.throwAway();
    }
    if (Files.isDirectory(keep) && !isEmpty(keep)) {
      throw new CommandException(
          ExitCode.USAGE,
          "--keep "
              + keep
              + ": the folder is not empty; the demo needs a fresh cluster, name a new folder");
    }
    return BrokerFolder.kept(keep);
  }

  private static boolean isEmpty(Path folder) {
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    } catch (java.io.IOException e) {
      throw new CommandException(ExitCode.ERROR, "cannot look into " + folder + ": " + e, e);
    }
  }
}
