package io.floodwall.core;

import io.floodwall.core.admission.Admission;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.Place;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.admission.WaitingRoom;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.ledger.MemoryLedger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The whole wall in memory, on logical time: the executable specification of the three streams, and
 * the oracle of their tests.
 *
 * <p>One partition, no deduplication, no controls. What is submitted waits until a tick rules on
 * it.
 */
public final class Floodwall {
  private final Admission admission;
  private final RateLimit rate;
  private final Gate gate;
  private final WaitingRoom room;
  private final Map<Long, Intent> waiting = new HashMap<>();
  private final Map<String, AgentState> agents = new HashMap<>();
  private final MemoryLedger ledger = new MemoryLedger();
  private long arrivals;

  /**
   * A wall that lets {@code capacity} intents wait, holds every agent to {@code rate}, and rules
   * with {@code gate}.
   */
  public Floodwall(long capacity, RateLimit rate, Gate gate) {
    this.admission = new Admission(rate, capacity, 0);
    this.rate = rate;
    this.gate = gate;
    this.room = new WaitingRoom(capacity);
  }

  /** One intent that was ruled on. */
  public record Ruled(Intent intent, Ruling ruling, MemoryLedger.Row row) {}

  /** Offers an intent at logical time {@code now}. */
  public Answer submit(Intent intent, long now) {
    AgentState agent = agents.getOrDefault(intent.agent(), AgentState.UNKNOWN);
    var arrival = new Admission.Arrival(intent, 0, 0, arrivals, now);
    Admission.Offer offer = admission.offer(agent, room.depth(), null, arrival);
    if (offer.state().bucket() != null) {
      agents.put(intent.agent(), offer.state());
    }
    if (offer.answer() instanceof Answer.Queue) {
      room.enter(new Place(intent.priority(), arrivals));
      waiting.put(arrivals, intent);
      arrivals++;
    }
    return offer.answer();
  }

  /**
   * Rules on the most urgent, oldest intent that waits, and records the verdict; empty when nothing
   * waits.
   */
  public Optional<Ruled> tick() {
    if (room.isEmpty()) {
      return Optional.empty();
    }
    Intent intent = waiting.remove(room.next().seq());
    if (intent == null) {
      throw new IllegalStateException("the waiting room lost an intent");
    }
    Ruling ruling = gate.rule(intent, 0);
    return Optional.of(new Ruled(intent, ruling, ledger.append(intent, ruling.verdict())));
  }

  /** How many intents wait. */
  public int pending() {
    return room.depth();
  }

  /** The record of every verdict. */
  public MemoryLedger ledger() {
    return ledger;
  }

  /** What {@code agent}'s bucket holds at {@code now}, in millionths of a token. */
  public long tokensMicros(String agent, long now) {
    AgentState state = agents.getOrDefault(agent, AgentState.UNKNOWN);
    return state.bucket() == null
        ? rate.burstMicros()
        : state.bucket().refilledTo(rate, now).tokensMicros();
  }
}
