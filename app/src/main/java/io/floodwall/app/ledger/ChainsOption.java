package io.floodwall.app.ledger;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Option;

/** Which of a ledger's chains: the option of the commands that read some of them or all. */
public final class ChainsOption {
  @Option(
      names = "--partition",
      paramLabel = "N",
      split = ",",
      description = "only these chains; may be repeated (default: all)")
  private Set<Integer> partitions = Set.of();

  /** The chains of {@code ledger} that were asked for. */
  public List<TopicPartition> of(OpenLedger ledger) {
    return ledger.partitions(partitions);
  }
}
