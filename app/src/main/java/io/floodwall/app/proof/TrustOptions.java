package io.floodwall.app.proof;

import io.floodwall.app.cli.CommandException;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.PolicyFile;
import io.floodwall.tlog.Trust;
import io.floodwall.tlog.TrustPolicy;
import io.floodwall.tlog.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose word is taken: the options of every command that checks signatures. */
public final class TrustOptions {
  private static final long POLICY_BYTES_MAX = 1 << 20;
  private static final long VKEY_FILE_BYTES_MAX = 4_096;

  @Option(
      names = "--vkey",
      paramLabel = "KEY|FILE",
      description =
          "the log's key that you trust, as floodwall keys show prints it: name+id+base64, or a"
              + " file with that; may be repeated, for keys that took over from one another")
  private List<String> vkeys = List.of();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "whom to trust, as a C2SP tlog-policy file: logs, witnesses, and how many must have"
              + " cosigned")
  private @Nullable Path policy;

  private @Nullable TrustPolicy read;

  /** Whether anything was given. */
  public boolean isGiven() {
    return !vkeys.isEmpty() || policy != null;
  }

  /** Every log key that is trusted. */
  public List<VerifierKey> keys() {
    var keys = new ArrayList<VerifierKey>();
    for (String vkey : vkeys) {
      try {
        keys.add(VerifierKey.parse(isFile(vkey) ? Files.readString(Path.of(vkey)) : vkey));
      } catch (FormatException e) {
        throw CommandException.usage("--vkey: " + e.getMessage());
      } catch (IOException e) {
        throw CommandException.usage("--vkey: cannot read " + vkey + ": " + e);
      }
    }
    TrustPolicy file = policy();
    if (file != null) {
      keys.addAll(file.logs());
    }
    return keys;
  }

  private static boolean isFile(String text) {
    try {
      Path file = Path.of(text);
      return Files.isRegularFile(file) && Files.size(file) < VKEY_FILE_BYTES_MAX;
    } catch (InvalidPathException | IOException e) {
      return false;
    }
  }

  /** Witnesses and quorum, or null when no policy was given. */
  public @Nullable TrustPolicy policy() {
    Path file = policy;
    if (read == null && file != null) {
      try {
        if (Files.size(file) > POLICY_BYTES_MAX) {
          throw CommandException.usage("--policy: " + file + " is too large to be a policy");
        }
        read = PolicyFile.parse(Files.readString(file, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw CommandException.usage("--policy: cannot read " + file + ": " + e);
      } catch (FormatException e) {
        throw CommandException.usage("--policy " + file + ": " + e.getMessage());
      }
    }
    return read;
  }

  /** What was given; without keys, those that come along are taken, and prove no authorship. */
  Trust trust() {
    List<VerifierKey> keys = keys();
    return new Trust(keys, keys.isEmpty(), policy());
  }
}
