package io.floodwall.tlog;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whom a verifier trusts: log keys, witness keys, and how many of the witnesses must have cosigned
 * (C2SP {@code tlog-policy}).
 *
 * @param logs a checkpoint must be signed by one of these, under the origin that is the key's name
 * @param witnesses by the names that the quorum uses
 */
public record TrustPolicy(
    List<VerifierKey> logs, Map<String, VerifierKey> witnesses, Quorum quorum) {

  public TrustPolicy {
    logs = List.copyOf(logs);
    witnesses = Map.copyOf(witnesses);
    Objects.requireNonNull(quorum, "quorum");
  }

  /** A rule over the names of the witnesses that cosigned. */
  @FunctionalInterface
  public interface Quorum {
    /** No witness is asked for. */
    Quorum NONE = cosigned -> true;

    /** Whether these are enough. */
    boolean isMetBy(Set<String> cosigned);
  }

  /** Trust in these log keys alone. */
  public static TrustPolicy of(Collection<VerifierKey> logs) {
    return new TrustPolicy(List.copyOf(logs), Map.of(), Quorum.NONE);
  }

  /** The checkpoint in {@code note}, if this trusts it. */
  public Checkpoint verified(SignedNote note) throws FormatException, UntrustedException {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    List<VerifierKey> named =
        logs.stream().filter(key -> key.name().equals(checkpoint.origin())).toList();
    if (named.isEmpty()) {
      throw new UntrustedException("no trusted key is named " + checkpoint.origin());
    }
    if (note.verified(named).isEmpty()) {
      throw new UntrustedException("no trusted key of " + checkpoint.origin() + " signed it");
    }
    Set<String> cosigned = cosigners(note);
    if (!quorum.isMetBy(cosigned)) {
      throw new UntrustedException(
          "the quorum is not met: " + cosigned.size() + " of the known witnesses cosigned");
    }
    return checkpoint;
  }

  /** The names of the witnesses that cosigned. */
  public Set<String> cosigners(SignedNote note) throws UntrustedException {
    Set<VerifierKey> keys = note.verified(witnesses.values());
    var names = new LinkedHashSet<String>();
    witnesses.forEach(
        (name, key) -> {
          if (keys.contains(key)) {
            names.add(name);
          }
        });
    return names;
  }
}
