package io.floodwall.client;

import io.floodwall.tlog.ForkedException;
import io.floodwall.tlog.SignedNote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where a deployer keeps the last checkpoint it saw of each partition. */
public interface Pins {

  /** The last one of a partition. */
  Optional<SignedNote> last(int partition) throws IOException;

  /** Makes it the last one of its partition, for good before this returns. */
  void keep(int partition, SignedNote note) throws IOException;

  /** Keeps both checkpoints of a fork or a rollback; answers where, if that is anywhere. */
  Optional<Path> keepEvidence(ForkedException found, String when) throws IOException;

  /** As long as the process lives: after a restart, a fork and a rollback go unnoticed. */
  static Pins inMemory() {
    return new Pins() {
      private final Map<Integer, SignedNote> last = new HashMap<>();

      @Override
      public Optional<SignedNote> last(int partition) {
        return Optional.ofNullable(last.get(partition));
      }

      @Override
      public void keep(int partition, SignedNote note) {
        last.put(partition, note);
      }

      @Override
      public Optional<Path> keepEvidence(ForkedException found, String when) {
        return Optional.empty();
      }
    };
  }

  /** In a folder that this deployer alone uses; it is made when it is not there. */
  static Pins in(Path folder) {
    return new PinFolder(folder);
  }
}
