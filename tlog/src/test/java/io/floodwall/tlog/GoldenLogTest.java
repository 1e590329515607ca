package io.floodwall.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Hash;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.LedgerEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The golden vectors are what the code writes, byte for byte, and they are valid. */
class GoldenLogTest {
  static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final Path FORMAT = Path.of("../docs/ledger-format.md");

  private final GoldenLog log = GoldenLog.of("");

  @Test
  void everyFileIsWhatTheCodeWrites() throws IOException {
    for (var file : files().entrySet()) {
      Path path = FOLDER.resolve(file.getKey());
      if (Boolean.getBoolean("floodwall.golden.update")) {
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      assertThat(Files.readAllBytes(path))
          .as(path + " differs; -Dfloodwall.golden.update=true writes it anew")
          .isEqualTo(file.getValue());
    }
    try (var there = Files.walk(FOLDER)) {
      assertThat(there.filter(Files::isRegularFile).map(FOLDER::relativize).map(Path::toString))
          .containsExactlyInAnyOrderElementsOf(files().keySet());
    }
  }

  @Test
  void theFormatPageListsEachFileWithItsDigest() throws IOException {
    String page = Files.readString(FORMAT);
    files()
        .forEach(
            (name, bytes) ->
                assertThat(page).contains("| `" + name + "` | `" + Hash.sha256(bytes) + "` |"));
    assertThat(page).contains("`" + log.head().digest() + "`");
    for (int size : GoldenLog.SIGNED) {
      assertThat(page).contains("| " + size + " | `" + log.tree(size).root() + "` |");
    }
  }

  @Test
  void theBundlesAreValidUnderTheTrustedKeyAndTheWitness() throws Exception {
    var keys = List.of(GoldenLog.LOG.verifier());
    TrustPolicy policy = PolicyFile.parse(log.policy());
    var whole = new BundleExam(keys, policy, done -> {}).run(stream("ledger.bundle"));
    assertThat(whole.isValid()).isTrue();
    assertThat(whole.chains().get(0).notProven())
        .containsExactly(
            "entries 290 to 299: no checkpoint covers them, they can be cut without a trace",
            "entries 256 to 299: no quorum of witnesses has seen them");
    assertThat(new BundleExam(keys, null, done -> {}).run(stream("range.bundle")).isValid())
        .isTrue();
  }

  @Test
  void theReceiptsAreValidUnderTheTrustedKey() throws Exception {
    TrustPolicy policy = TrustPolicy.of(List.of(GoldenLog.LOG.named(GoldenLog.ORIGIN).verifier()));
    for (String name : receipts().keySet()) {
      TlogProof receipt = TlogProof.parse(Files.readAllBytes(FOLDER.resolve(name)));
      LedgerEntry entry = log.entries().get((int) receipt.index());
      assertThat(receipt.verify(Chain.leaf(entry), policy).origin()).isEqualTo(GoldenLog.ORIGIN);
    }
    TlogProof seen = TlogProof.parse(Files.readAllBytes(FOLDER.resolve("cosigned.receipt")));
    PolicyFile.parse(log.policy()).verified(seen.note());
  }

  private ByteArrayInputStream stream(String name) throws IOException {
    return new ByteArrayInputStream(Files.readAllBytes(FOLDER.resolve(name)));
  }

  private Map<String, byte[]> receipts() {
    var files = new LinkedHashMap<String, byte[]>();
    files.put("single.receipt", text(log.receipt(0, 1, false)));
    files.put("compact.receipt", text(log.receipt(100, 290, false)));
    files.put("full.receipt", text(log.receipt(256, 290, true)));
    files.put("last.receipt", text(log.receipt(289, 290, true)));
    files.put("cosigned.receipt", text(log.receipt(7, 256, false)));
    return files;
  }

  private Map<String, byte[]> files() {
    var files = new LinkedHashMap<String, byte[]>();
    files.put("log.vkey", text(GoldenLog.LOG.verifier() + "\n"));
    files.put("chain.vkey", text(GoldenLog.LOG.named(GoldenLog.ORIGIN).verifier() + "\n"));
    files.put("witness.vkey", text(GoldenLog.WITNESS.cosigner() + "\n"));
    files.put("policy.txt", text(log.policy()));
    files.put("ledger.bundle", log.bundle());
    files.put("range.bundle", log.range(200));
    files.put("checkpoint-290", text(log.checkpoint(290)));
    files.put("cosignature-256", text(log.cosignature(256)));
    files.putAll(receipts());
    var path = new ArrayList<String>();
    log.proofs(290)
        .consistency(257, 290)
        .path()
        .forEach(hash -> path.add(Text.base64(hash.toBytes()) + "\n"));
    files.put("consistency-257-290", text(String.join("", path)));
    log.tiles(290).forEach((id, tile) -> files.put(id.path(tile.width()), tile.bytes().toArray()));
    return files;
  }

  private static byte[] text(Object text) {
    return text.toString().getBytes(UTF_8);
  }
}
