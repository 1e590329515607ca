package io.floodwall.app.look;

import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what became of every agent's intents. At most {@link #AGENTS_MAX} agents are told apart;
 * all further ones are counted as one, so that no flood of names fills the memory.
 */
final class AgentBoard implements IntentSink {
  /** The most agents that are told apart. */
  static final int AGENTS_MAX = 100_000;

  /** What the agents beyond that are called together. */
  static final String OTHERS = "(others)";

  private final int agentsMax;
  private final Map<String, Counts> agents = new HashMap<>();
  private final Map<Integer, Map<Long, String>> waiting = new HashMap<>();
  private final Counts others = new Counts(OTHERS, -1);
  private boolean crowded;

  AgentBoard() {
    this(AGENTS_MAX);
  }

  AgentBoard(int agentsMax) {
    this.agentsMax = agentsMax;
  }

  /** The counts of one agent. */
  private static final class Counts {
    private final String name;
    private final int partition;
    private long seen;
    private long admitted;
    private long deferred;
    private long rejected;
    private long refused;
    private long waiting;
    private long lastMs = -1;
    private long factsOffset = -1;
    private @Nullable Long tokensMicros;
    private @Nullable String reason;

    Counts(String name, int partition) {
      this.name = name;
      this.partition = partition;
    }

    Agent agent() {
      return new Agent(
          name,
          partition,
          tokensMicros,
          seen,
          admitted,
          deferred,
          rejected,
          refused,
          waiting,
          lastMs,
          reason);
    }

    void facts(AdmissionFacts facts) {
      lastMs = Math.max(lastMs, facts.appendMs());
      if (facts.sourceOffset() > factsOffset) {
        factsOffset = facts.sourceOffset();
        tokensMicros = facts.bucket().tokensMicros();
      }
    }
  }

  /** Every agent, by name; the others last, when there are any. */
  List<Agent> agents() {
    var byName = new TreeMap<String, Agent>();
    agents.forEach((name, counts) -> byName.put(name, counts.agent()));
    var all = new java.util.ArrayList<>(byName.values());
    if (crowded) {
      all.add(others.agent());
    }
    return all;
  }

  /** What all agents have together. */
  Agent sum() {
    var sum = new Counts("", -1);
    for (Agent agent : agents()) {
      sum.seen += agent.seen();
      sum.admitted += agent.admitted();
      sum.deferred += agent.deferred();
      sum.rejected += agent.rejected();
      sum.refused += agent.refused();
      sum.waiting += agent.waiting();
    }
    return sum.agent();
  }

  @Override
  public void arrived(Arrival arrival, boolean answered) {
    Counts counts = of(arrival.agent(), arrival.partition());
    counts.seen++;
    counts.lastMs = Math.max(counts.lastMs, arrival.appendMs());
  }

  @Override
  public void waiting(Waiting news) {
    of(news.agent(), news.sourcePartition()).waiting++;
    room(news.sourcePartition()).put(news.sourceOffset(), news.agent());
  }

  @Override
  public void released(Candidate candidate) {
    AdmissionFacts facts = candidate.facts();
    leave(facts.sourcePartition(), facts.sourceOffset());
    of(candidate.intent().agent(), facts.sourcePartition()).facts(facts);
  }

  @Override
  public void refused(Refusal refusal) {
    leave(refusal.sourcePartition(), refusal.sourceOffset());
    Counts counts = of(refusal.agent(), refusal.sourcePartition());
    counts.refused++;
    counts.reason = refusal.reason().name();
  }

  @Override
  public void decided(Decision decision) {
    AdmissionFacts facts = decision.facts();
    leave(facts.sourcePartition(), facts.sourceOffset());
    Counts counts = of(decision.intent().agent(), facts.sourcePartition());
    counts.facts(facts);
    switch (decision.verdict()) {
      case ADMIT -> counts.admitted++;
      case DEFER -> counts.deferred++;
      case REJECT -> counts.rejected++;
    }
  }

  @Override
  public void inForce(int partition, long through) {}

  private void leave(int partition, long offset) {
    String agent = room(partition).remove(offset);
    if (agent != null) {
      of(agent, partition).waiting--;
    }
  }

  private Map<Long, String> room(int partition) {
    return waiting.computeIfAbsent(partition, p -> new HashMap<>());
  }

  private Counts of(String agent, int partition) {
    Counts known = agents.get(agent);
    if (known != null) {
      return known;
    }
    if (agents.size() >= agentsMax) {
      crowded = true;
      return others;
    }
    var counts = new Counts(agent, partition);
    agents.put(agent, counts);
    return counts;
  }
}
