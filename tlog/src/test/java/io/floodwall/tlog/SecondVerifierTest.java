package io.floodwall.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.MerkleHash;
import io.floodwall.tlog.Check.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/verify.py}, written from {@code docs/ledger-format.md}, and the Java code say the
 * same of every file, good or bad.
 */
class SecondVerifierTest {
  private static final long SEED = 9;
  private static final String VKEY = GoldenLogTest.FOLDER.resolve("log.vkey").toString();
  private static final String POLICY = GoldenLogTest.FOLDER.resolve("policy.txt").toString();
  private static final int DAMAGED = 5;

  private final GoldenLog log = GoldenLog.of("");
  private final byte[] good = log.bundle();
  private final Random random = new Random(SEED);

  @TempDir private Path folder;

  @BeforeAll
  static void bothCommandsAreHere() {
    assumeTrue(Python.isHere(), "python3 or an openssl with Ed25519 is not here");
  }

  @Test
  void theGoldenBundlePassesTheSameChecksAndLeavesTheSameUnproven() throws Exception {
    Path file = GoldenLogTest.FOLDER.resolve("ledger.bundle");
    Python.Said said = Python.verify("bundle", file.toString(), "--vkey", VKEY, "--policy", POLICY);
    ChainReport report = exam(good, true).chains().get(0);
    assertThat(said.exit()).isZero();
    assertThat(said.verdict(file)).isEqualTo("VALID");
    var lines = new ArrayList<String>();
    for (Check check : report.checks()) {
      lines.add(
          String.format(
              "%-11s  golden/0 %s  %s: %s",
              check.status().label(), check.name(), check.range(), check.detail()));
    }
    report.notProven().forEach(open -> lines.add("NOT PROVEN   golden/0 " + open));
    assertThat(said.lines()).containsSequence(lines);
  }

  @Test
  void theGoldenReceiptsPass() throws IOException {
    try (Stream<Path> files = Files.list(GoldenLogTest.FOLDER)) {
      List<String> receipts =
          files.map(Path::toString).filter(name -> name.endsWith(".receipt")).toList();
      assertThat(receipts).hasSize(5);
      var args = new ArrayList<>(List.of("receipt", "--vkey", VKEY));
      args.addAll(receipts);
      Python.Said said = Python.verify(args);
      assertThat(said.exit()).isZero();
      assertThat(said.lines()).hasSize(5).allMatch(line -> line.endsWith(": VALID"));
    }
  }

  @Test
  void whatCannotBeReadIsNoDamageAndAWrongKeyIsAUsageError() throws IOException {
    assertThat(Python.verify("bundle", folder.resolve("none").toString()).exit()).isEqualTo(1);
    assertThat(Python.verify("bundle", "none", "--vkey", "golden+00000000+AA==").exit())
        .isEqualTo(2);
    assertThat(Python.verify("nothing").exit()).isEqualTo(2);
  }

  @Test
  void everyFlippedBitAndEveryCutIsFoundByBoth() throws Exception {
    var bad = new LinkedHashMap<String, byte[]>();
    for (int i = 0; i < 200; i++) {
      bad.put("flip-" + i, flipped(good));
    }
    for (int i = 0; i < 50; i++) {
      bad.put("cut-" + i, Arrays.copyOf(good, random.nextInt(good.length)));
    }
    bad.put("longer", Arrays.copyOf(good, good.length + 1));
    bad.put("empty", new byte[0]);
    Map<String, Boolean> said = bothSay(bad, VKEY, false);
    assertThat(said).doesNotContainValue(true);
  }

  @Test
  void theyAgreeOnFilesThatWereRewrittenWithARightEnd() throws Exception {
    var files = new LinkedHashMap<String, byte[]>();
    for (int i = 0; i < 200; i++) {
      files.put("flip-" + i, sealed(flipped(good)));
    }
    Map<String, Boolean> said = bothSay(files, VKEY, true);
    assertThat(said.values().stream().filter(valid -> !valid).count())
        .as("nearly all of the file is covered by what is signed")
        .isGreaterThan(180);
  }

  @Test
  void forgeriesAreFoundByBoth() throws Exception {
    assertThat(bothSay(forgeries(), VKEY, false)).doesNotContainValue(true);
    assertThat(bothSay(forgeriesForTheQuorum(), VKEY, true)).doesNotContainValue(true);
  }

  @Test
  void onlyWitnessesFindAHistoryThatTheStolenKeySigned() throws Exception {
    byte[] other = GoldenLog.of("x").bundle(GoldenLog.of("x").head(), GoldenLog.SIGNED, List.of());
    assertThat(bothSay(Map.of("other", other), VKEY, false)).containsEntry("other", true);
    assertThat(bothSay(Map.of("other", other), VKEY, true)).containsEntry("other", false);
  }

  @Test
  void theyAgreeOnReceiptsThatWereBent() throws Exception {
    var files = new LinkedHashMap<String, byte[]>();
    byte[] full = log.receipt(256, 290, true).toString().getBytes(UTF_8);
    byte[] compact = log.receipt(100, 290, false).toString().getBytes(UTF_8);
    for (int i = 0; i < 20; i++) {
      files.put("full-" + i, flipped(full));
      files.put("compact-" + i, flipped(compact));
      files.put("cut-" + i, Arrays.copyOf(full, random.nextInt(full.length)));
    }
    TlogProof proof = log.receipt(0, 1, false);
    files.put(
        "the empty path of a larger tree",
        new TlogProof(proof.extra(), 0, List.of(), log.checkpoint(290)).toString().getBytes(UTF_8));
    byte[] rootAsLeaf = new byte[33]; // the empty path leads from it to the root
    log.tree(290).root().copyTo(rootAsLeaf, 1);
    files.put(
        "the root as the only leaf",
        new TlogProof(Bytes.copyOf(rootAsLeaf), 0, List.of(), log.checkpoint(290))
            .toString()
            .getBytes(UTF_8));
    TlogProof honest = log.receipt(100, 290, true);
    files.put(
        "a path too long",
        new TlogProof(
                honest.extra(),
                honest.index(),
                Stream.concat(honest.path().stream(), Stream.of(MerkleHash.EMPTY)).toList(),
                honest.note())
            .toString()
            .getBytes(UTF_8));
    files.put(
        "another key",
        log.signedBy(Sample.STRANGER).receipt(100, 290, true).toString().getBytes(UTF_8));
    Map<String, Boolean> said = python("receipt", files, VKEY, false);
    files.forEach((name, bytes) -> assertThat(said.get(name)).as(name).isEqualTo(isReceipt(bytes)));
    assertThat(said).doesNotContainValue(true);
  }

  private Map<String, byte[]> forgeriesForTheQuorum() {
    var bad = new LinkedHashMap<String, byte[]>();
    bad.put("no quorum", log.bundle(log.head(), GoldenLog.SIGNED, List.of()));
    SignedNote false256 =
        new SignedNote(
            log.checkpoint(256).text(),
            List.of(GoldenLog.WITNESS.cosign(log.checkpoint(257).text(), 1)));
    bad.put(
        "a false cosignature beside a good one",
        noted(log.checkpoint(1), log.checkpoint(256), log.cosignature(1), false256));
    bad.put("a cosignature behind the entries", late());
    return bad;
  }

  private Map<String, byte[]> forgeries() {
    List<LedgerEntry> entries = log.entries();
    GoldenLog other = GoldenLog.of("x");
    var bad = new LinkedHashMap<String, byte[]>();
    for (int at : new int[] {0, 10, 255, 288}) {
      var bent = new ArrayList<>(entries);
      bent.set(at, entries.get(at + 1));
      bent.set(at + 1, entries.get(at));
      bad.put("swapped " + at, behind(bent));
      bent = new ArrayList<>(entries);
      bent.remove(at);
      bad.put("dropped " + at, behind(bent));
      bent.add(at, other.entries().get(at));
      bad.put("replaced " + at, behind(bent));
      bent.add(at, entries.get(at));
      bad.put("inserted " + at, behind(bent));
      bent.set(at + 1, entries.get(at));
      bad.put("doubled " + at, behind(bent));
    }
    bad.put("tail cut", behind(entries.subList(0, 295)));
    Chain.Head shorter = new Chain.Head(280, entries.get(279).digest());
    bad.put("tail and head cut", behind(entries.subList(0, 280), shorter));
    bad.put("another key", log.signedBy(Sample.STRANGER).bundle());
    bad.put("no checkpoint", log.bundle(log.head(), List.of(), List.of()));
    bad.put("no checkpoint of a cosigned size", log.bundle(log.head(), List.of(290), List.of(256)));
    bad.put("another head", log.bundle(other.head(), GoldenLog.SIGNED, GoldenLog.WITNESSED));
    bad.put("a fork", noted(log.checkpoint(256), other.checkpoint(256)));
    bad.put("a forked witness", noted(log.checkpoint(256), other.cosignature(256)));
    SignedNote signed = log.checkpoint(290);
    NoteSignature own = signed.signatures().get(0);
    byte[] mangled = Mangled.plusOrder(own.bytes().toArray());
    var bent = new NoteSignature(own.name(), own.id(), Bytes.copyOf(mangled));
    bad.put("S + L", noted(log.checkpoint(1), new SignedNote(signed.text(), List.of(bent))));
    bad.put("a good and a false signature", noted(log.checkpoint(1), signed.with(bent)));
    bad.put("checkpoints behind the entries", late());
    bad.put("a chain twice", twice());
    return bad;
  }

  private byte[] behind(List<LedgerEntry> entries) {
    return behind(entries, log.head());
  }

  /** These entries behind what was honestly signed. */
  private byte[] behind(List<LedgerEntry> entries, Chain.Head head) {
    return GoldenLog.bundle(
        out -> {
          out.chain(GoldenLog.ORIGIN, 0, Chain.genesis(GoldenLog.ORIGIN).digest(), List.of());
          out.head(head);
          out.checkpoint(GoldenLog.bytes(log.checkpoint(256)));
          out.checkpoint(GoldenLog.bytes(log.checkpoint(290)));
          out.cosignature(GoldenLog.bytes(log.cosignature(256)));
          for (LedgerEntry entry : entries) {
            out.entry(entry);
          }
        });
  }

  private byte[] noted(SignedNote... notes) {
    return GoldenLog.bundle(
        out -> {
          out.chain(GoldenLog.ORIGIN, 0, Chain.genesis(GoldenLog.ORIGIN).digest(), List.of());
          for (SignedNote note : notes) {
            boolean isCosignature = note.signatures().get(0).name().equals("witness.example/w1");
            if (isCosignature) {
              out.cosignature(GoldenLog.bytes(note));
            } else {
              out.checkpoint(GoldenLog.bytes(note));
            }
          }
          for (LedgerEntry entry : log.entries()) {
            out.entry(entry);
          }
        });
  }

  /** Another history, with an honest checkpoint where it is compared with nothing. */
  private byte[] late() {
    return GoldenLog.bundle(
        out -> {
          out.chain(GoldenLog.ORIGIN, 0, Chain.genesis(GoldenLog.ORIGIN).digest(), List.of());
          for (LedgerEntry entry : GoldenLog.of("x").entries()) {
            out.entry(entry);
          }
          out.checkpoint(GoldenLog.bytes(log.checkpoint(256)));
          out.cosignature(GoldenLog.bytes(log.cosignature(256)));
        });
  }

  private byte[] twice() {
    return GoldenLog.bundle(
        out -> {
          for (GoldenLog one : List.of(log, log)) {
            out.chain(GoldenLog.ORIGIN, 0, Chain.genesis(GoldenLog.ORIGIN).digest(), List.of());
            out.checkpoint(GoldenLog.bytes(one.checkpoint(256)));
            out.cosignature(GoldenLog.bytes(one.cosignature(256)));
            for (LedgerEntry entry : one.entries()) {
              out.entry(entry);
            }
          }
        });
  }

  private byte[] flipped(byte[] bytes) {
    byte[] bad = bytes.clone();
    int bit = random.nextInt(bad.length * 8);
    bad[bit / 8] ^= (byte) (1 << (bit % 8));
    return bad;
  }

  /** The same with the digest at its end made right. */
  private static byte[] sealed(byte[] bundle) {
    int end = bundle.length - 5 - 32;
    byte[] digest = BundleWriter.sha256().digest(Arrays.copyOf(bundle, end));
    return ByteBuffer.wrap(bundle.clone()).position(end + 5).put(digest).array();
  }

  /** What both say of each file, which must be the same: whether it is valid. */
  private Map<String, Boolean> bothSay(Map<String, byte[]> files, String vkey, boolean policy)
      throws Exception {
    Map<String, Boolean> said = python("bundle", files, vkey, policy);
    for (var file : files.entrySet()) {
      BundleExam.Report report = exam(file.getValue(), policy);
      assertThat(said.get(file.getKey()))
          .as("seed %d, %s, which Java finds %s", SEED, file.getKey(), failures(report))
          .isEqualTo(report.isValid());
    }
    return said;
  }

  private static List<Check> failures(BundleExam.Report report) {
    return Stream.concat(
            Stream.of(report.file()), report.chains().stream().flatMap(c -> c.checks().stream()))
        .filter(check -> check.status() == Status.FAIL)
        .toList();
  }

  private Map<String, Boolean> python(
      String what, Map<String, byte[]> files, String vkey, boolean policy) throws IOException {
    var args = new ArrayList<>(List.of(what, "--vkey", vkey));
    if (policy) {
      args.addAll(List.of("--policy", POLICY));
    }
    var paths = new LinkedHashMap<String, Path>();
    for (var file : files.entrySet()) {
      Path path = Files.write(folder.resolve(file.getKey()), file.getValue());
      paths.put(file.getKey(), path);
      args.add(path.toString());
    }
    if (paths.size() == 1) { // with one file every check is printed, the verdict last
      args.add(GoldenLogTest.FOLDER.resolve("log.vkey").toString());
    }
    Python.Said said = Python.verify(args);
    assertThat(said.exit()).isEqualTo(DAMAGED);
    var valid = new LinkedHashMap<String, Boolean>();
    paths.forEach(
        (name, path) -> {
          String verdict = said.verdict(path);
          assertThat(verdict).as(name).matches("VALID|NOT VALID: .*");
          valid.put(name, verdict.equals("VALID"));
        });
    return valid;
  }

  private BundleExam.Report exam(byte[] bundle, boolean policy) throws Exception {
    TrustPolicy trust = policy ? PolicyFile.parse(log.policy()) : null;
    return new BundleExam(List.of(GoldenLog.LOG.verifier()), trust, done -> {})
        .run(new ByteArrayInputStream(bundle));
  }

  private static boolean isReceipt(byte[] bytes) {
    try {
      TlogProof proof = TlogProof.parse(bytes);
      byte[] extra = proof.extra().toArray();
      byte[] rest = Arrays.copyOfRange(extra, 1, extra.length);
      LedgerEntry entry = extra[0] == 1 ? Chain.parse(rest) : null;
      if (extra[0] != 1 && (extra[0] != 0 || rest.length != 32)) {
        return false;
      }
      if (entry != null && entry.seq() != proof.index()) {
        return false;
      }
      var leaf = entry == null ? Hash.of(rest) : Chain.leaf(entry);
      proof.verify(leaf, TrustPolicy.of(List.of(GoldenLog.LOG.named(GoldenLog.ORIGIN).verifier())));
      return true;
    } catch (FormatException | UntrustedException | IllegalArgumentException e) {
      return false;
    }
  }
}
