package io.floodwall.app.bench;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.admission.Admission;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Place;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.admission.WaitingRoom;
import io.floodwall.core.gate.BuiltIns;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.CompatChain;
import io.floodwall.core.ledger.EntryKind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The core's steps in one thread and without Kafka: an intent is offered and queued, taken out by
 * urgency, ruled on, and its verdict linked to a chain.
 */
final class CoreLoop {
  /** How many are submitted before they are ruled on: the seed's waiting room. */
  static final int WAVE = 512;

  private static final Hash SCHEMA = Hash.sha256(new byte[] {1});
  private static final RateLimit WIDE =
      RateLimit.perPeriod(1_000_000_000, 1_000_000_000, 1_000, 5_000);

  private final Admission admission = new Admission(WIDE, WAVE, 0);
  private final WaitingRoom room = new WaitingRoom(WAVE);
  private final Map<String, AgentState> agents = new HashMap<>();
  private final Intent[] waiting = new Intent[WAVE];
  private final Gate gate =
      Gate.of(
          List.of(
              BuiltIns.noGlobalDestroy(),
              BuiltIns.blastNeedsPriority(),
              BuiltIns.resourceAllowlist(List.of("web", "api", "cache"))),
          true);
  private final Link link;
  private long arrivals;

  /** What is done with a verdict. */
  interface Link {
    void append(long id, Intent intent, Verdict verdict);

    /** Something that depends on all that was appended. */
    long head();
  }

  CoreLoop(Link link) {
    this.link = link;
  }

  /** The seed's chain of 64-bit FNV-1a digests. */
  static Link fnv() {
    return new Link() {
      private final CompatChain chain = new CompatChain();

      @Override
      public void append(long id, Intent intent, Verdict verdict) {
        chain.append(id, intent.agent(), verdict);
      }

      @Override
      public long head() {
        return chain.head();
      }
    };
  }

  /** The chain of SHA-256 digests over the payloads of the wall in memory. */
  static Link sha256() {
    return new Link() {
      private Chain.Head head = Chain.genesis("bench/0");

      @Override
      public void append(long id, Intent intent, Verdict verdict) {
        String text = intent.agent() + '\0' + intent.id() + '\0' + verdict.label();
        var payload = Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
        head = head.after(head.next(EntryKind.VERDICT, SCHEMA, payload));
      }

      @Override
      public long head() {
        return head.digest().prefix();
      }
    };
  }

  /** Submits a wave of intents, and rules on all of them. */
  void wave(Intent[] intents, int from) {
    for (int i = from; i < from + WAVE; i++) {
      submit(intents[i], i);
    }
    while (!room.isEmpty()) {
      Place place = room.next();
      Intent intent = waiting[(int) (place.seq() % WAVE)];
      link.append(place.seq(), intent, gate.rule(intent, 0).verdict());
    }
  }

  private void submit(Intent intent, long nowMs) {
    var arrival = new Admission.Arrival(intent, 0, 0, arrivals, nowMs);
    AgentState agent = agents.getOrDefault(intent.agent(), AgentState.UNKNOWN);
    Admission.Offer offer = admission.offer(agent, room.depth(), null, arrival);
    agents.put(intent.agent(), offer.state());
    room.enter(new Place(intent.priority(), arrivals));
    waiting[(int) (arrivals % WAVE)] = intent;
    arrivals++;
  }
}
