package io.floodwall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TiledTree;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.Receipt;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.SignerKey;
import io.floodwall.tlog.TrustPolicy;
import io.floodwall.tlog.UntrustedException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A receipt in a log of a million entries: read from its bytes, and verified. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ReceiptBenchmark {
  private static final int ENTRIES = 1_000_000;
  private static final String ORIGIN = "bench/0";
  private static final LedgerEntry ENTRY =
      new Chain.Head(654_321, Hash.sha256(new byte[] {1}))
          .next(EntryKind.VERDICT, Hash.sha256(new byte[] {2}), Bytes.copyOf(new byte[512]));

  private byte[] receipt = {};
  private TrustPolicy policy = TrustPolicy.of(List.of());

  @Setup
  public void sealALog() throws FormatException, UntrustedException {
    var tree = new TiledTree();
    Map<TileId, Tile> tiles = new HashMap<>();
    Hash other = Hash.sha256(new byte[] {3});
    for (int i = 0; i < ENTRIES; i++) {
      tree.append(i == ENTRY.seq() ? Chain.leaf(ENTRY) : other, tiles::put);
    }
    tree.partial(tiles::put);
    String text = new Checkpoint(ORIGIN, tree.size(), tree.root()).text();
    SignerKey key = SignerKey.generate(ORIGIN, new SecureRandom());
    var note = new SignedNote(text, List.of(key.sign(text)));
    policy = TrustPolicy.of(List.of(key.verifier()));
    receipt =
        Receipt.of(ENTRY, note, (id, width) -> tiles.get(id), false)
            .proof()
            .toString()
            .getBytes(UTF_8);
    System.out.println("receipt of " + receipt.length + " bytes");
  }

  /** As a deployer does, who has the entry. */
  @Benchmark
  public Checkpoint verified() throws FormatException, UntrustedException {
    return Receipt.parse(receipt).proof().verify(Chain.leaf(ENTRY), policy);
  }
}
