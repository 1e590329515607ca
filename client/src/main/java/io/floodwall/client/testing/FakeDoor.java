package io.floodwall.client.testing;

import io.floodwall.core.Hash;
import io.floodwall.core.admission.Admission;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.intent.Intent;
import io.floodwall.schemas.Codecs;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Admission as the core knows it: buckets, repeats and a full room, without Kafka. */
final class FakeDoor {
  private static final int RECENT_MAX = 64;

  private final Admission admission;
  private final RateLimit rate;
  private final Codecs codecs = Codecs.pinned();
  private final Map<String, AgentState> agents = new HashMap<>();
  private long previousOffset = -1;

  FakeDoor(RateLimit rate, long capacity) {
    this.admission = new Admission(rate, capacity, RECENT_MAX);
    this.rate = rate;
  }

  Answer offer(Intent intent, long offset, int depth, long nowMs) {
    AgentState agent = agents.getOrDefault(intent.agent(), AgentState.UNKNOWN);
    String identity = intent.tenant() + '\0' + intent.id();
    var arrival =
        new Admission.Arrival(
            intent,
            Hash.sha256(identity.getBytes(StandardCharsets.UTF_8)).prefix(),
            Hash.sha256(codecs.intent().encode(intent)).prefix(),
            offset,
            nowMs);
    Admission.Offer offer = admission.offer(agent, depth, null, arrival);
    agents.put(intent.agent(), offer.state());
    return offer.answer();
  }

  /** The offset that was offered before this one; this one is the next one's. */
  long previousTo(long offset) {
    long previous = previousOffset;
    previousOffset = offset;
    return previous;
  }

  AdmissionFacts facts(Intent intent, long offset, long previous, int depth, long nowMs) {
    TokenBucket known = agents.getOrDefault(intent.agent(), AgentState.UNKNOWN).bucket();
    TokenBucket bucket = known == null ? TokenBucket.full(rate, nowMs) : known;
    return new AdmissionFacts(0, offset, previous, nowMs, bucket, depth, nowMs, nowMs, null);
  }
}
