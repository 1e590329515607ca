package io.floodwall.app.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.core.ledger.Finding;
import io.floodwall.core.ledger.PublishedHead;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code floodwall ledger head}: where every chain stands, as its last published head says. */
@Command(
    name = "head",
    description = "Prints the last published head of every chain; checks nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall ledger head",
      "  floodwall ledger head -o json | jq -r '[.partition, .size, .digest] | @tsv'",
      "",
      "decisions_through is the highest decision number up to which all are on record, or -1."
    })
final class HeadCommand implements Callable<Integer> {
  @Mixin private LedgerSource source = new LedgerSource();
  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = new DataOut(spec.commandLine().getOut());
    var talk = new DataOut(spec.commandLine().getErr());
    List<Finding> faults = new ArrayList<>();
    try (OpenLedger ledger = source.open(spec.commandLine())) {
      for (TopicPartition partition : ledger.partitions(List.of())) {
        int number = partition.partition();
        Heads.Told told = ledger.heads().of(ledger.name(), number);
        print(number, told == null ? null : told.published(), out);
        faults.addAll(ledger.heads().findings(ledger.name(), number));
      }
    }
    spec.commandLine().getOut().flush();
    faults.forEach(fault -> talk.text(fault.line()));
    return faults.isEmpty() ? ExitCode.OK : ExitCode.TAMPER;
  }

  private void print(int partition, @Nullable PublishedHead head, DataOut out) {
    if (output.isJson()) {
      out.json(json(partition, head));
    } else if (head == null) {
      out.text("chain " + partition + ": no head is published yet");
    } else {
      out.text(
          "chain "
              + partition
              + ": "
              + head.head().size()
              + " entries, head "
              + head.head().digest()
              + ", decisions through "
              + head.decisionsThrough());
    }
  }

  private static ObjectNode json(int partition, @Nullable PublishedHead head) {
    ObjectNode object = Json.object().put("partition", partition);
    if (head == null) {
      return object.putNull("origin").put("size", 0).putNull("digest").put("decisions_through", -1);
    }
    return object
        .put("origin", head.origin())
        .put("size", head.head().size())
        .put("digest", head.head().digest().hex())
        .put("decisions_through", head.decisionsThrough());
  }
}
