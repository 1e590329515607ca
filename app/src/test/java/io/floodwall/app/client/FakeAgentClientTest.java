package io.floodwall.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.client.AgentClient;
import io.floodwall.client.AgentLimits;
import io.floodwall.client.Fate;
import io.floodwall.client.testing.FakeWall;
import io.floodwall.core.outcome.Outcome.Result;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The contract, held by the client in memory. */
class FakeAgentClientTest extends AgentClientContract {
  private static final int TURNS_MAX = 1_000;
  private static final long TURN_MS = 100;

  private final FakeWall wall = FakeWall.shipped(BURST, 1);

  @Override
  AgentClient client(AgentLimits limits) {
    return wall.agentClient(limits);
  }

  @Override
  void closeValve() {
    wall.closeValve();
  }

  @Override
  void openValve() {
    wall.openValve();
  }

  @Override
  void report(String agent, String id, Result result, @Nullable Integer exitCode, String said) {
    wall.report(agent, id, Result.STARTED, null, "");
    wall.report(agent, id, result, exitCode, said);
  }

  @Override
  Fate get(CompletableFuture<Fate> future) {
    for (int i = 0; i < TURNS_MAX && !future.isDone(); i++) {
      wall.advance(TURN_MS);
    }
    assertThat(future).isDone();
    return future.join();
  }
}
