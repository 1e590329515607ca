package io.floodwall.ledger;

import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.KeyFile;
import io.floodwall.tlog.NoteSignature;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.SignerKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;

/**
 * The log's keys: every checkpoint is signed with all of them, so that a new key can be made known
 * before the old one goes. A key signs each chain under the chain's own name.
 */
final class SealerKeys {
  private final List<SignerKey> keys;

  private SealerKeys(List<SignerKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /** The keys in these files; none is allowed, and signs nothing. */
  static SealerKeys read(List<String> files) {
    var keys = new ArrayList<SignerKey>();
    for (String file : files) {
      try {
        keys.add(KeyFile.read(Path.of(file)));
      } catch (FormatException e) {
        throw new ConfigException(LedgerConfig.KEY_FILES, file, e.getMessage());
      }
    }
    return new SealerKeys(keys);
  }

  /** Whether there is a key. */
  boolean canSign() {
    return !keys.isEmpty();
  }

  /** The checkpoint under all keys. */
  SignedNote sign(Checkpoint checkpoint) {
    String text = checkpoint.text();
    List<NoteSignature> signatures =
        keys.stream().map(key -> key.named(checkpoint.origin()).sign(text)).toList();
    return new SignedNote(text, signatures);
  }
}
