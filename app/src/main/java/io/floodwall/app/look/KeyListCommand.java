package io.floodwall.app.look;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.intent.PlainText;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code floodwall agents key list}: the keys that agents sign with, and when each counts. */
@Command(
    name = "list",
    description =
        "Lists the keys of AGENT, or of all agents: when each counts, and whether it is"
            + " not-yet-valid, valid, expired or revoked now.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall agents key list",
      "  floodwall agents key list deployer -o json | jq 'select(.state == \"valid\").key_id'"
    })
public final class KeyListCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "AGENT",
      description = "whose (default: all)")
  private @Nullable String agent;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private LookFormat output = LookFormat.table;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (agent != null && !PlainText.isName(agent)) {
      throw CommandException.usage("AGENT must be 1-200 bytes of plain text");
    }
    var out = new DataOut(spec.commandLine().getOut());
    try (Wall wall = Wall.connect(kafka)) {
      WallTopics.require(wall);
      new RowPrinter(KeyRows.COLUMNS, output, out)
          .print(KeyRows.of(Orders.of(wall), agent, Time.SYSTEM.milliseconds()));
    }
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
