package io.floodwall.client;

import io.floodwall.core.Hash;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.tlog.Receipt;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Clears a decision once its receipt is in hand: no receipt, no deploy.
 *
 * <p>The head is asked first, so that what a receipt proves of one decision the head says of all
 * before it.
 */
final class InForceByReceipt implements InForce {
  /** How long a doubt about one decision waits for the sound ones to be handed out. */
  private static final long DOUBT_WAITS_MS = 10_000;

  private final WallClient wall;
  private final ProofRules rules;
  private final InForceByHead heads;
  private final LedgerFeed feed;
  private final Clock clock;
  private final List<Chain> chains = new ArrayList<>();
  private final Queue<UntrustedLedgerException> doubts = new ArrayDeque<>();
  private long doubtedMs;
  private boolean isBusy;

  /** What is known of one partition. */
  private static final class Chain {
    private final int partition;
    private final ProvenChain proven;
    private final TileShelf shelf;
    private final Entries entries = new Entries();
    private final Set<Hash> contradicted = new HashSet<>();
    private long complainedMs;

    Chain(int partition, ProvenChain proven, TileShelf shelf) {
      this.partition = partition;
      this.proven = proven;
      this.shelf = shelf;
    }
  }

  InForceByReceipt(WallClient wall, ProofRules rules, Clock clock) {
    this.wall = wall;
    this.rules = rules;
    this.clock = clock;
    this.heads = new InForceByHead(wall);
    this.feed = new LedgerFeed(wall);
    for (int p = 0; p < feed.partitions(); p++) {
      var proven = new ProvenChain(p, rules.trust(), rules.pins(), clock);
      var shelf = new TileShelf(p, feed.lookup(p));
      chains.add(new Chain(p, proven, shelf));
    }
    feed.start(
        record -> chains.get(record.partition()).proven.checkpoint(record.value()),
        partition -> chains.get(partition).proven.seesTrusted());
    chains.forEach(chain -> chain.proven.goLive());
  }

  @Override
  public void update() {
    heads.update();
    long beganMs = clock.millis();
    for (Chain chain : chains) {
      OptionalLong from = chain.entries.seekMs(beganMs);
      if (from.isPresent()) {
        feed.seekEntries(chain.partition, from.getAsLong());
      }
      feed.readEntries(chain.partition, chain.entries.areMissing());
    }
    for (ConsumerRecord<byte[], byte[]> record : feed.poll()) {
      take(record);
    }
    long nowMs = clock.millis();
    for (Chain chain : chains) {
      chain.proven.settle(chain.shelf.source(nowMs, 0));
      complain(chain, nowMs);
      chain.entries.nextTurn();
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    Chain chain = chains.get(record.partition());
    switch (feed.kind(record)) {
      case CHECKPOINT -> chain.proven.checkpoint(record.value());
      case COSIGNATURE -> chain.proven.cosignature(record.value());
      case TILE -> chain.shelf.put(record);
      case ENTRY -> entry(chain, record);
    }
  }

  private void entry(Chain chain, ConsumerRecord<byte[], byte[]> record) {
    try {
      LedgerEntry entry = wall.codecs().ledgerEntry().decode(record.value());
      if (entry.kind() == EntryKind.VERDICT) {
        Decision decision = wall.codecs().decision().decodePayload(entry.schema(), entry.payload());
        long through =
            decision.verdict() == Verdict.ADMIT ? heads.through(chain.partition) : Long.MIN_VALUE;
        var found = new Entries.Found(entry, record.timestamp());
        chain.entries.read(decision.decisionSeq(), found, through);
      }
    } catch (MalformedRecordException e) {
      // what is no decision's entry is nobody's receipt: who needs it finds it missing
    }
  }

  @Override
  public Optional<Cleared> clear(Admitted one) {
    Chain chain = chains.get(one.partition());
    if (heads.clear(one).isEmpty() || chain.contradicted.contains(one.digest())) {
      return Optional.empty();
    }
    long nowMs = clock.millis();
    Entries.Wanted wanted = chain.entries.want(one, nowMs);
    Entries.Found found = wanted.found;
    if (found == null) {
      isBusy = true;
      return Optional.empty();
    }
    try {
      Optional<Receipt> receipt =
          chain.proven.receipt(one, found.entry(), chain.shelf.source(nowMs, found.writtenMs()));
      isBusy = true;
      receipt.ifPresent(held -> chain.entries.done(wanted));
      return receipt.map(Cleared::new);
    } catch (UntrustedLedgerException e) {
      chain.contradicted.add(one.digest());
      doubts.add(e);
      doubtedMs = doubts.size() == 1 ? nowMs : doubtedMs;
      return Optional.empty();
    }
  }

  @Override
  public void requireSound() {
    chains.forEach(chain -> chain.proven.requireSound());
    boolean isDue = !isBusy || clock.millis() - doubtedMs >= DOUBT_WAITS_MS;
    isBusy = false;
    if (isDue && !doubts.isEmpty()) {
      throw doubts.remove();
    }
  }

  private void complain(Chain chain, long nowMs) {
    Entries.Wanted longest = null;
    for (Entries.Wanted one : chain.entries.waiting()) {
      if (longest == null || one.sinceMs < longest.sinceMs) {
        longest = one;
      }
    }
    if (longest != null
        && nowMs - longest.sinceMs >= rules.patienceMs()
        && nowMs - chain.complainedMs >= rules.patienceMs()) {
      chain.complainedMs = nowMs;
      Entries.Found found = longest.found;
      rules
          .complaints()
          .accept(
              PlainText.escaped(
                  "no receipt after "
                      + (nowMs - longest.sinceMs) / 1_000
                      + " s for "
                      + longest.one.name()
                      + " (decision "
                      + longest.one.decision().decisionSeq()
                      + " of partition "
                      + chain.partition
                      + "), which is not handed out: "
                      + chain.proven.why(found == null ? null : found.entry())));
    }
  }

  @Override
  public void close() {
    feed.close();
    heads.close();
  }
}
