package io.floodwall.app.ledger;

import io.floodwall.app.wall.TopicReader;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.replay.BundleOrder;
import io.floodwall.core.replay.Difference;
import io.floodwall.core.replay.Redecision;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides every decision of a ledger again: first all bundles are read, then the chains, which are
 * verified on the way.
 */
final class ReplayVerification {
  /** How many findings are kept in full. */
  static final int KEPT_MAX = 100;

  private final OpenLedger ledger;
  private final Codecs codecs;
  private final Redecision redecision = new Redecision();
  private final Map<Integer, BundleOrder> orders = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private long findingsCount;
  private long decisions;

  ReplayVerification(OpenLedger ledger) {
    this.ledger = ledger;
    this.codecs = ledger.wall().codecs();
  }

  /**
   * A decision that does not follow, or a partition whose bundles went back.
   *
   * @param seq the entry, or -1 when it is not one alone
   * @param subject {@code agent/id}, or empty
   */
  record Finding(int partition, long seq, String subject, List<Difference> differences) {
    Finding {
      differences = List.copyOf(differences);
    }
  }

  /**
   * What came of it.
   *
   * @param findings the first of them; {@code findingsCount} says how many there were
   */
  record Outcome(
      long decisions,
      int bundles,
      List<Finding> findings,
      long findingsCount,
      List<LedgerCheck.Checked> chains) {
    Outcome {
      findings = List.copyOf(findings);
    }

    boolean isSound() {
      return findingsCount == 0 && chains.stream().allMatch(LedgerCheck.Checked::isValid);
    }
  }

  Outcome run(BiConsumer<Long, Long> progress) {
    List<TopicPartition> chains = ledger.partitions(List.of());
    new DamageTolerantReader(ledger.wall()).read(chains, new BundlesOnRecord(progress));
    List<LedgerCheck.Checked> checked =
        new LedgerCheck(ledger.wall(), ledger.name())
            .run(ledger.heads(), chains, this::entry, progress);
    orders.forEach(
        (partition, order) ->
            order
                .findings()
                .forEach(
                    detail ->
                        found(
                            new Finding(
                                partition,
                                -1,
                                "",
                                List.of(new Difference("bundle", detail, "never goes back"))))));
    return new Outcome(decisions, redecision.bundles(), findings, findingsCount, checked);
  }

  private void entry(ConsumerRecord<byte[], byte[]> record, LedgerEntry entry) {
    Payload payload = Payload.of(entry, codecs);
    if (payload instanceof DecisionPayload ruled) {
      decided(record.partition(), entry.seq(), ruled.decision());
    } else if (payload instanceof Payload.Opaque opaque && opaque.kind() == EntryKind.VERDICT) {
      var unreadable = new Difference("decision", opaque.text(), "nothing to decide on");
      found(new Finding(record.partition(), entry.seq(), "", List.of(unreadable)));
    }
  }

  private void decided(int partition, long seq, Decision decision) {
    decisions++;
    orders.computeIfAbsent(partition, p -> new BundleOrder()).decided(decision);
    var differences = new ArrayList<>(redecision.differences(decision));
    String topic = ledger.wall().topics().verdict(decision.verdict());
    if (!decision.topic().equals(topic)) {
      differences.add(new Difference("topic", decision.topic(), topic));
    }
    if (!differences.isEmpty()) {
      Intent intent = decision.intent();
      found(new Finding(partition, seq, intent.agent() + "/" + intent.id(), differences));
    }
  }

  private void found(Finding finding) {
    findingsCount++;
    if (findings.size() < KEPT_MAX) {
      findings.add(finding);
    }
  }

  /** Keeps every bundle that is on record; what is damaged is told when the chain is verified. */
  private final class BundlesOnRecord implements TopicReader.Sink {
    private final BiConsumer<Long, Long> progress;

    BundlesOnRecord(BiConsumer<Long, Long> progress) {
      this.progress = progress;
    }

    @Override
    public void record(ConsumerRecord<byte[], byte[]> record) {
      try {
        LedgerEntry entry = codecs.ledgerEntry().decode(record.value());
        if (entry.kind() == EntryKind.BUNDLE
            && Payload.of(entry, codecs) instanceof Payload.Bundle published) {
          redecision.bundle(entry.payload().sha256(), published.bundle());
        }
      } catch (MalformedRecordException e) {
        return; // not a bundle that can be used; verifying the chain tells of it
      }
    }

    @Override
    public void unreadable(TopicPartition partition, long offset, KafkaException why) {}

    @Override
    public void progress(long done, long total) {
      progress.accept(done, total);
    }
  }
}
