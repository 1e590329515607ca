package io.floodwall.client;

import io.floodwall.core.Hash;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.outcome.Outcome;

/**
 * One thing the wall said of one intent. It is known by the intent's place, which no agent can
 * forge.
 */
public sealed interface News {

  /** The intent's place. */
  IntentPlace place();

  /** The intent's agent. */
  String agent();

  /** It is in the waiting room. */
  record Waits(Waiting waiting) implements News {
    @Override
    public IntentPlace place() {
      return new IntentPlace(waiting.sourcePartition(), waiting.sourceOffset());
    }

    @Override
    public String agent() {
      return waiting.agent();
    }
  }

  /** Admission refused it. */
  record Refused(Refusal refusal) implements News {
    @Override
    public IntentPlace place() {
      return new IntentPlace(refusal.sourcePartition(), refusal.sourceOffset());
    }

    @Override
    public String agent() {
      return refusal.agent();
    }
  }

  /**
   * The gate ruled on it.
   *
   * @param digest the SHA-256 of the decision's payload: what its outcomes name it by
   */
  record Decided(Decision decision, Hash digest) implements News {
    @Override
    public IntentPlace place() {
      return new IntentPlace(decision.facts().sourcePartition(), decision.facts().sourceOffset());
    }

    @Override
    public String agent() {
      return decision.intent().agent();
    }
  }

  /** A deployer said something of an attempt at it. */
  record Reported(Outcome outcome) implements News {
    @Override
    public IntentPlace place() {
      return new IntentPlace(outcome.sourcePartition(), outcome.sourceOffset());
    }

    @Override
    public String agent() {
      return outcome.agent();
    }
  }
}
