package io.floodwall.app.ledger;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.KafkaOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which ledger to read: of a wall on a cluster, or of a folder that one was kept in. */
public final class LedgerSource {
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "read a kept folder that nothing runs on, with a broker of its own on a free port of"
              + " 127.0.0.1")
  private @Nullable Path data;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "what the chains' origins are called (default: the prefix without its dot, or else what"
              + " all heads agree on)")
  private @Nullable String name;

  /** The folder that was named, or null for a cluster. */
  public @Nullable Path data() {
    return data;
  }

  /**
   * Opens it; {@code command} is the command that was given these options, and is told on stderr
   * what happens.
   */
  public OpenLedger open(CommandLine command) {
    var talk = new DataOut(command.getErr());
    if (data == null) {
      return OpenLedger.ofCluster(kafka, name, talk);
    }
    for (String other : List.of("--bootstrap", "--command-config")) {
      if (command.getParseResult().hasMatchedOption(other)) {
        throw CommandException.usage(
            "--data reads a folder and " + other + " a cluster: give one of them");
      }
    }
    return OpenLedger.ofFolder(data, kafka, name, talk);
  }
}
