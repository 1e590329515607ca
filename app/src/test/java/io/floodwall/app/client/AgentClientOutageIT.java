package io.floodwall.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.wall.Wall;
import io.floodwall.client.AgentClient;
import io.floodwall.client.AgentLimits;
import io.floodwall.client.Fate;
import io.floodwall.client.FateListener;
import io.floodwall.client.Until;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client does where nobody answers, and when the broker goes away under it. */
@Timeout(120)
class AgentClientOutageIT {
  private static final long ANSWER_MS = 3_000;
  private static final long CLOSE_MS = 2_000;
  private static final Duration SLACK = Duration.ofSeconds(5);

  private static Intent intent(String id) {
    return Intent.of("lonely", id, new Action.Destroy("web"), Priority.NORMAL, BlastRadius.CELL);
  }

  private static String told(@Nullable Fate fate, @Nullable Throwable problem) {
    return problem == null ? String.valueOf(fate) : String.valueOf(problem.getMessage());
  }

  @Test
  void everyFutureEndsAndClosingIsBoundedWhenTheBrokerGoesAway() throws Exception {
    EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults());
    Wall wall =
        Wall.connect(Map.of("bootstrap.servers", broker.bootstrapServers()), "lone.", 30_000);
    wall.topicSet().create(2, Optional.empty());
    AgentClient client =
        wall.agentClient()
            .limits(
                AgentLimits.DEFAULTS.withAnswerTimeoutMs(ANSWER_MS).withCloseTimeoutMs(CLOSE_MS))
            .open();
    Fate lies =
        client
            .propose(intent("1"), Until.ACKNOWLEDGED, FateListener.NONE)
            .get(30, TimeUnit.SECONDS);
    assertThat(lies.place()).isNotNull();
    CompletableFuture<Fate> unanswered = client.propose(intent("2"));
    assertThat(unanswered.get(30, TimeUnit.SECONDS).lookAt())
        .as("no application runs here")
        .contains("not answered after 3000 ms", "lone.intents at partition");

    wall.close();
    broker.close();
    long start = System.nanoTime();
    CompletableFuture<Fate> unsent = client.propose(intent("3"));
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("how long propose blocks")
        .isLessThan(Duration.ofMillis(ANSWER_MS).plus(SLACK));
    assertThat(unsent.handle(AgentClientOutageIT::told).get(30, TimeUnit.SECONDS))
        .containsAnyOf("did not acknowledge", "could not be sent");
    CompletableFuture<Fate> open = client.propose(intent("4"));
    start = System.nanoTime();
    client.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(Duration.ofMillis(CLOSE_MS).plus(SLACK));
    assertThat(open).isDone();
    assertThatThrownBy(() -> client.propose(intent("5"))).isInstanceOf(IllegalStateException.class);
  }
}
