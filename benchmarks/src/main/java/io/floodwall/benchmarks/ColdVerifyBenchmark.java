package io.floodwall.benchmarks;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.CompactRange;
import io.floodwall.tlog.BundleExam;
import io.floodwall.tlog.BundleWriter;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.SignerKey;
import io.floodwall.tlog.VerifierKey;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A ledger of so many entries verified from its bundle by a process that just started: chain, tree,
 * and the signatures of a checkpoint every 15,000 entries. Beside it, SHA-256 alone over the same
 * bytes, as often as verification cannot do without: once for the chain, once for the tree, once
 * for the file.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
    value = 5,
    jvmArgsAppend = {"-Xmx256m"})
public class ColdVerifyBenchmark {
  private static final String ORIGIN = "floodwall/0";
  private static final int PAYLOAD_BYTES = 512;
  private static final int SIGNED_EVERY = 15_000;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int HASHED_TIMES = 3;

  @Param({"1000000"})
  public int entries;

  private Path file = Path.of("");
  private List<VerifierKey> keys = List.of();

  /** Writes the bundle. */
  @Setup
  public void write() throws IOException, FormatException {
    SignerKey key = SignerKey.generate(ORIGIN, new SecureRandom());
    keys = List.of(key.verifier());
    file = Files.createTempFile("floodwall", ".bundle");
    byte[][] notes = notes(key);
    try (var out =
        new BundleWriter(
            new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES), keys)) {
      out.chain(ORIGIN, 0, Chain.genesis(ORIGIN).digest(), List.of());
      for (byte[] note : notes) {
        out.checkpoint(note);
      }
      Chain.Head head = Chain.genesis(ORIGIN);
      var random = new Random(1);
      for (int i = 0; i < entries; i++) {
        LedgerEntry entry = next(head, random);
        out.entry(entry);
        head = head.after(entry);
      }
      out.end();
    }
  }

  private byte[][] notes(SignerKey key) {
    var tree = new CompactRange();
    var notes = new ArrayList<byte[]>();
    Chain.Head head = Chain.genesis(ORIGIN);
    var random = new Random(1);
    for (int i = 0; i < entries; i++) {
      LedgerEntry entry = next(head, random);
      tree.append(Chain.leaf(entry));
      head = head.after(entry);
      if (tree.size() % SIGNED_EVERY == 0 || tree.size() == entries) {
        String text = new Checkpoint(ORIGIN, tree.size(), tree.root()).text();
        notes.add(SignedNote.sign(text, key).toString().getBytes(StandardCharsets.UTF_8));
      }
    }
    return notes.toArray(byte[][]::new);
  }

  private static LedgerEntry next(Chain.Head head, Random random) {
    byte[] payload = new byte[PAYLOAD_BYTES];
    random.nextBytes(payload);
    return head.next(EntryKind.VERDICT, Hash.sha256(new byte[0]), Bytes.copyOf(payload));
  }

  /** Deletes it. */
  @TearDown
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Everything checked. */
  @Benchmark
  public boolean verify() throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      BundleExam.Report report = new BundleExam(keys, null, done -> {}).run(in);
      if (!report.isValid()) {
        throw new IllegalStateException("the bundle must be valid: " + report);
      }
      return true;
    }
  }

  /** The hashes alone. */
  @Benchmark
  public byte[] hashes() throws IOException, NoSuchAlgorithmException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < HASHED_TIMES; i++) {
          sha256.update(buffer, 0, read);
        }
      }
    }
    return sha256.digest();
  }
}
