package io.floodwall.examples;

import io.floodwall.client.Delivery;
import io.floodwall.client.DeployerClient;
import io.floodwall.client.Pins;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.outcome.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A small deployer: it keeps the replica counts of its services, and sets them as it is told.
 *
 * <p>Run with {@code VKEY [bootstrap [prefix [decisions [pins]]]]}: the log's key, as {@code
 * floodwall up} prints it; it ends after so many decisions, and keeps its pins in that folder.
 */
public final class ExampleDeployer {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int AT_ONCE_MAX = 10;

  private final DeployerClient client;
  private final Map<String, Long> replicas = new HashMap<>();

  /** A deployer that takes its work from {@code client}. */
  public ExampleDeployer(DeployerClient client) {
    this.client = client;
  }

  /** Connects, and works off so many decisions. */
  public static void main(String... args) {
    String vkey = args.length > 0 ? args[0] : ""; // without it, open() says what to do
    String bootstrap = args.length > 1 ? args[1] : "127.0.0.1:9092";
    String prefix = args.length > 2 ? args[2] : "floodwall.";
    int decisions = args.length > 3 ? Integer.parseInt(args[3]) : Integer.MAX_VALUE;
    Path pins = Path.of(args.length > 4 ? args[4] : "pins");
    // snippet: connect
    try (DeployerClient client =
        DeployerClient.builder()
            .bootstrap(bootstrap)
            .prefix(prefix)
            .name("example-deployer")
            .vkey(vkey)
            .pins(Pins.in(pins))
            .open()) {
      var deployer = new ExampleDeployer(client);
      deployer.tellUnknown();
      for (int done = 0; done < decisions; ) {
        done += deployer.work(Math.min(AT_ONCE_MAX, decisions - done));
      }
    }
    // end snippet
  }

  /** Does at most {@code max} decisions; answers how many. */
  // snippet: work
  public int work(int max) {
    List<CompletableFuture<Outcome>> reports =
        client.poll(max, PATIENCE).stream().map(this::deliver).toList();
    client.poll(0, Duration.ZERO); // what is reported is on the log when this returns
    reports.forEach(report -> say(told(report.join())));
    return reports.size();
  }

  private CompletableFuture<Outcome> deliver(Delivery delivery) {
    Action action = delivery.decision().intent().action();
    if (action instanceof Action.Scale scale) {
      Long before = replicas.put(scale.resource(), scale.replicas());
      return delivery.applied(scale.resource() + " had " + before + ", has " + scale.replicas());
    }
    return delivery.failed("this deployer cannot " + action.kind());
  }

  // end snippet

  /** What somebody has to look at. */
  // snippet: unknown
  public void tellUnknown() {
    for (Outcome outcome : client.unknownOutcomes()) {
      say("unknown: " + outcome.agent() + "/" + outcome.intentId());
    }
  }

  // end snippet

  /** What it has set: the replicas of each service. */
  public Map<String, Long> replicas() {
    return Map.copyOf(replicas);
  }

  private static String told(Outcome outcome) {
    String intent = outcome.agent() + "/" + outcome.intentId();
    return outcome.result().label() + " " + intent + ": " + outcome.evidence();
  }

  private static void say(String line) {
    System.out.println(PlainText.escaped(line));
  }
}
