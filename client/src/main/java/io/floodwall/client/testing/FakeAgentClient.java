package io.floodwall.client.testing;

import io.floodwall.client.AgentClient;
import io.floodwall.client.AgentLimits;
import io.floodwall.client.Fate;
import io.floodwall.client.FateListener;
import io.floodwall.client.IntentPlace;
import io.floodwall.client.News;
import io.floodwall.client.Outgoing;
import io.floodwall.client.Proposal;
import io.floodwall.client.Proposals;
import io.floodwall.client.Until;
import io.floodwall.core.intent.Intent;
import io.floodwall.schemas.Codecs;
import java.util.concurrent.CompletableFuture;

/** An agent's client of a {@link FakeWall}. */
final class FakeAgentClient implements AgentClient {
  private static final Codecs CODECS = Codecs.pinned();

  private final FakeWall wall;
  private final Proposals proposals;

  FakeAgentClient(FakeWall wall, AgentLimits limits, String intentsTopic) {
    this.wall = wall;
    this.proposals = new Proposals(limits, intentsTopic, wall.callbacks());
  }

  /** One sending of one intent, as the brokers answer it. */
  final class Sending {
    private final Proposal proposal;

    private Sending(Proposal proposal) {
      this.proposal = proposal;
    }

    void acknowledged(IntentPlace place) {
      proposals.acknowledged(proposal, place, wall.nowMs());
    }

    void failed(RuntimeException why) {
      proposals.failed(proposal, why);
    }
  }

  @Override
  public CompletableFuture<Fate> propose(Intent intent, Until until, FateListener listener) {
    Outgoing.encoded(CODECS.intent(), intent);
    Proposal proposal = proposals.propose(intent, until, listener, wall.nowMs());
    wall.arrive(intent, new Sending(proposal));
    return proposal.future();
  }

  void hear(News news) {
    proposals.hear(news, wall.nowMs());
  }

  void ledgered(int partition, long decisionSeq) {
    proposals.ledgered(partition, decisionSeq);
  }

  void due(long nowMs) {
    for (Proposal proposal : proposals.due(nowMs)) {
      wall.arrive(proposal.intent(), new Sending(proposal));
    }
  }

  /** Hears what was said before, where a duplicate asks for it. */
  void lookUp() {
    proposals.takeLookUps().values().forEach(offset -> wall.tellAgain(this, offset));
  }

  @Override
  public void close() {
    proposals.close();
    wall.forget(this);
    wall.tellAll();
  }
}
