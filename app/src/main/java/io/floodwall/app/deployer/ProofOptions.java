package io.floodwall.app.deployer;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.proof.TrustOptions;
import io.floodwall.app.wall.LogKey;
import io.floodwall.client.DeployerClientBuilder;
import io.floodwall.client.Pins;
import io.floodwall.client.Proof;
import io.floodwall.tlog.VerifierKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a deployer wants to see before it acts, whom it trusts, and what it remembers. */
final class ProofOptions {
  private static final int SECONDS_MAX = 86_400;

  @Option(
      names = "--proof",
      paramLabel = "receipt|head",
      defaultValue = "receipt",
      description =
          "receipt: no receipt, no deploy; head: the ledger's word for it, sooner, which proves"
              + " nothing (default: ${DEFAULT-VALUE})")
  private Wanted proof = Wanted.receipt;

  @Mixin private TrustOptions trust = new TrustOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description =
          "without --vkey and --policy: the folder of the wall on this machine, whose key is"
              + " trusted (default: ${DEFAULT-VALUE})")
  private Path data = Path.of("data");

  @Option(
      names = "--pin",
      paramLabel = "DIR",
      description =
          "where the last checkpoint seen of each partition is kept, by this deployer alone; best"
              + " on another disk than the ledger's (default: pins/NAME, in --data where the key"
              + " is from there)")
  private @Nullable Path pin;

  @Option(
      names = "--receipt-timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "say so when a decision waits longer for its receipt; it waits on (default:"
              + " ${DEFAULT-VALUE})")
  private int receiptTimeout = 30;

  /** What {@code --proof} can be. */
  @SuppressWarnings("checkstyle:ConstantName") // as they are typed
  enum Wanted {
    receipt(Proof.RECEIPT),
    head(Proof.HEAD);

    private final Proof proof;

    Wanted(Proof proof) {
      this.proof = proof;
    }
  }

  /** Sets up the client of the deployer called {@code name}; {@code told} hears of what waits. */
  DeployerClientBuilder on(DeployerClientBuilder client, String name, Consumer<String> told) {
    client.proof(proof.proof);
    if (proof == Wanted.head) {
      return client;
    }
    if (receiptTimeout < 1 || receiptTimeout > SECONDS_MAX) {
      throw CommandException.usage(
          "--receipt-timeout must be 1 to " + SECONDS_MAX + " seconds, got " + receiptTimeout);
    }
    Path pins = Path.of("pins");
    List<VerifierKey> keys = trust.keys();
    if (!trust.isGiven()) {
      keys = List.of(own());
      pins = data.resolve("pins");
    }
    keys.forEach(key -> client.vkey(key.toString()));
    if (trust.policy() != null) {
      client.policy(trust.policy());
    }
    String folder = "deployer-" + name.replaceAll("[^a-zA-Z0-9._-]", "_");
    return client
        .pins(Pins.in(pin == null ? pins.resolve(folder) : pin))
        .receiptPatience(Duration.ofSeconds(receiptTimeout), told);
  }

  private VerifierKey own() {
    return LogKey.verifierIn(data)
        .orElseThrow(
            () ->
                CommandException.usage(
                    "no receipt, no deploy, and no key to check receipts with: give the log's"
                        + " with --vkey KEY, as floodwall up prints it, or a --policy; or --data"
                        + " DIR, of a wall on this machine ("
                        + data
                        + " has none); or --proof head, which proves nothing"));
  }
}
