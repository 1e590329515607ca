package io.floodwall.client.testing;

import io.floodwall.core.Hash;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.core.outcome.Standing;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was admitted in memory, and what a test's deployer said of it. */
final class FakeAttempts {
  private static final String DEPLOYER = "fake-deployer";
  private static final Codecs CODECS = Codecs.pinned();

  private final Map<Name, Decision> admitted = new HashMap<>();
  private final Map<Hash, Outcome> standing = new HashMap<>();

  private record Name(String agent, String id) {}

  void decided(Decision decision) {
    if (decision.verdict() == Verdict.ADMIT) {
      admitted.put(new Name(decision.intent().agent(), decision.intent().id()), decision);
    }
  }

  /** The next outcome of the newest admitted intent of this name, as a deployer would write it. */
  Outcome next(
      String agent,
      String id,
      Result result,
      @Nullable Integer exitCode,
      String evidence,
      long ledgeredThrough,
      long nowMs) {
    Decision decision = admitted.get(new Name(agent, id));
    if (decision == null || decision.decisionSeq() > ledgeredThrough) {
      throw new IllegalStateException(agent + "/" + id + " is not admitted and in force");
    }
    Hash digest = digest(decision);
    Outcome stands = standing.get(digest);
    int last = stands == null ? 0 : stands.attempt();
    var outcome =
        new Outcome(
            decision.intent().tenant(),
            agent,
            id,
            digest,
            decision.facts().sourcePartition(),
            decision.facts().sourceOffset(),
            decision.decisionSeq(),
            result == Result.STARTED ? last + 1 : Math.max(1, last),
            result,
            DEPLOYER,
            exitCode,
            evidence,
            nowMs);
    standing.merge(digest, outcome, Standing::after);
    return outcome;
  }

  /** What a decision's outcomes name it by. */
  static Hash digest(Decision decision) {
    try {
      return CODECS.unframe(CODECS.decision().encode(decision)).payload().sha256();
    } catch (MalformedRecordException e) {
      throw new IllegalStateException("what was encoded just now has a frame", e);
    }
  }
}
