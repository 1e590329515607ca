package io.floodwall.app.client;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.Publisher;
import io.floodwall.app.wall.Wall;
import io.floodwall.client.AgentClient;
import io.floodwall.client.AgentLimits;
import io.floodwall.client.Fate;
import io.floodwall.core.admission.Control;
import io.floodwall.schemas.Topics;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, held by the client on Kafka. */
class KafkaAgentClientIT extends AgentClientContract {
  static final int PARTITIONS = 3;
  private static final long PATIENCE_S = 60;

  private static LocalWall local;
  private static Wall wall;

  @BeforeAll
  static void raiseAWall() {
    local =
        LocalWall.start(
            BrokerFolder.throwAway(),
            new LocalWall.Plan(
                Topics.DEFAULT_PREFIX,
                PARTITIONS,
                0,
                Map.of(
                    "floodwall.rate.burst", Integer.toString(BURST), "floodwall.rate.refill", "1")),
            line -> {});
    wall =
        Wall.connect(
            Map.of("bootstrap.servers", local.bootstrapServers()), Topics.DEFAULT_PREFIX, 30_000);
  }

  @AfterAll
  static void takeItDown() {
    wall.close();
    local.close();
  }

  static Wall wall() {
    return wall;
  }

  @Override
  AgentClient client(AgentLimits limits) {
    return wall.agentClient().limits(limits).open();
  }

  @Override
  void closeValve() {
    valve(true);
  }

  @Override
  void openValve() {
    valve(false);
  }

  private static void valve(boolean closed) {
    var publisher = new Publisher(wall);
    publisher.awaitInEffect(
        publisher.control(Control.valve(closed, "contract", "test", null)), 30_000);
  }

  @Override
  Fate get(CompletableFuture<Fate> future) {
    try {
      return future.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("not done", e);
    }
  }
}
