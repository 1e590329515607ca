package io.floodwall.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose word a verifier takes for a ledger: the keys it was given, or, for want of any, those that
 * the ledger brought along, which prove that it was not changed since, and not who wrote it.
 *
 * @param keys log keys, under the ledger's name or a chain's
 * @param isOwn whether they are the ledger's own and not the verifier's
 * @param policy witnesses and their quorum, or null when none was given
 */
public record Trust(List<VerifierKey> keys, boolean isOwn, @Nullable TrustPolicy policy) {

  public Trust {
    keys = List.copyOf(keys);
  }

  /** What is asked of the chain called {@code origin}. */
  public TrustPolicy of(String origin) {
    String name = origin.contains("/") ? origin.substring(0, origin.lastIndexOf('/')) : origin;
    var logs = new ArrayList<VerifierKey>();
    for (VerifierKey key : keys) {
      if (key.name().equals(origin)) {
        logs.add(key);
      } else if (key.name().equals(name)) {
        logs.add(key.named(origin));
      }
    }
    return policy == null
        ? new TrustPolicy(logs, Map.of(), TrustPolicy.Quorum.NONE)
        : new TrustPolicy(logs, policy.witnesses(), policy.quorum());
  }
}
