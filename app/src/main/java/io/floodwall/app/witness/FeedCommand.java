package io.floodwall.app.witness;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.intent.PlainText;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.NoteSignature;
import io.floodwall.tlog.SignatureType;
import io.floodwall.tlog.VerifierKey;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall witness feed}: brings checkpoints to witnesses, and cosignatures back. */
@Command(
    name = "feed",
    description =
        "Brings the newest checkpoint of each chain to witnesses and writes what they cosign to the"
            + " cosignatures topic.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall witness feed --witness https://w1.example=w1.example+9f8e7d6c+BA...",
      "  floodwall witness feed --once --witness URL=VKEY --witness URL=VKEY -o json",
      "",
      "A witness that is down is tried again; the others are not kept waiting. Ctrl-C stops it.",
      "With --once the exit code is 0 when all have cosigned, 3 when one refused, 1 when one did",
      "not answer, 4 when there is nothing to cosign yet."
    })
public final class FeedCommand implements Callable<Integer> {
  private static final int WITNESSES_MAX = 64;
  private static final long STOP_SECONDS_MAX = 15;

  @Option(
      names = "--witness",
      required = true,
      paramLabel = "URL=VKEY",
      description = "a witness: where it is, and its verifier key (type 4); may be repeated")
  private List<String> witnesses = new ArrayList<>();

  @Option(names = "--once", description = "feed what there is now, and end")
  private boolean once;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "how often a witness is asked at most (default: ${DEFAULT-VALUE})")
  private int intervalSeconds = 1;

  @Mixin private OutputOption output = new OutputOption();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (intervalSeconds < 1 || intervalSeconds > 3_600) {
      throw CommandException.usage("--interval must be 1 to 3600 seconds, got " + intervalSeconds);
    }
    if (witnesses.size() > WITNESSES_MAX) {
      throw CommandException.usage("--witness can be given " + WITNESSES_MAX + " times at most");
    }
    List<WitnessClient> clients = witnesses.stream().map(FeedCommand::client).toList();
    var out = new DataOut(spec.commandLine().getOut());
    Consumer<String> talk =
        line -> spec.commandLine().getErr().println("feed: " + PlainText.escaped(line));
    var finished = new CountDownLatch(1);
    try (Wall wall = Wall.connect(kafka);
        var feeding =
            new Feeding(
                wall,
                TimeUnit.SECONDS.toMillis(intervalSeconds),
                (witness, partition, signed, cosignature) ->
                    print(out, witness, signed, cosignature),
                talk)) {
      if (once) {
        return exitCode(feeding.once(clients), talk);
      }
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(feeding, finished), "witness-feed-stop"));
      talk.accept(clients.size() + " witnesses; Ctrl-C stops it");
      feeding.follow(clients);
      return ExitCode.OK;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      finished.countDown();
    }
  }

  private static int exitCode(Feeder.Round round, Consumer<String> talk) {
    return switch (round.result()) {
      case DONE -> ExitCode.OK;
      case REFUSED -> ExitCode.REFUSED;
      case UNREACHABLE -> ExitCode.ERROR;
      case WAITING -> {
        talk.accept(round.why());
        yield ExitCode.PENDING;
      }
    };
  }

  private void print(
      DataOut out, String witness, LogView.Signed signed, NoteSignature cosignature) {
    String origin = signed.checkpoint().origin();
    long size = signed.checkpoint().size();
    String time = Instant.ofEpochSecond(cosignature.timeSeconds()).toString();
    if (output.isJson()) {
      out.json(
          Json.object()
              .put("origin", origin)
              .put("size", size)
              .put("witness", witness)
              .put("time", time)
              .put("cosignature", cosignature.line()));
    } else {
      out.text(origin + " at size " + size + " cosigned by " + witness + " at " + time);
    }
    out.isClosed(); // sends it on
  }

  private static void stop(Feeding feeding, CountDownLatch finished) {
    feeding.stop();
    try {
      finished.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static WitnessClient client(String option) {
    int at = option.indexOf('=');
    try {
      if (at < 1) {
        throw new FormatException("it must be URL=VKEY");
      }
      VerifierKey key = VerifierKey.parse(option.substring(at + 1));
      if (key.type() != SignatureType.COSIGNATURE) {
        throw new FormatException("a witness's key has type 4; this is a log's");
      }
      URI url = URI.create(option.substring(0, at));
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (!http || url.getHost() == null || url.getRawQuery() != null) {
        throw new FormatException("the URL must be http://HOST[:PORT][/PATH] or https://...");
      }
      return new WitnessClient(url, key);
    } catch (FormatException | IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--witness: " + e.getMessage(), e);
    }
  }
}
