package io.floodwall.app.witness;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.core.intent.PlainText;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.KeyFile;
import io.floodwall.tlog.SignatureType;
import io.floodwall.tlog.SignerKey;
import io.floodwall.tlog.VerifierKey;
import io.floodwall.tlog.Witness;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall witness}: cosigns checkpoints that continue what it has cosigned before. */
@Command(
    name = "witness",
    description = {
      "Runs a witness: it cosigns a log's checkpoints over HTTP (C2SP tlog-witness), each only when"
          + " it is proved to continue the last one, and keeps evidence of logs that are not.",
      "Run it on another machine, by somebody else, than the ledger: docs/witness.md."
    },
    subcommands = FeedCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall keys new witness.example/w1 --out w1.key",
      "  floodwall witness --key w1.key --state w1 --log floodwall+c3a1b2d4+AW...",
      "  curl http://127.0.0.1:7380/                   who it is: its key, for policy files",
      "  floodwall witness feed --witness http://127.0.0.1:7380=witness.example/w1+9f8e7d6c+BA...",
      "",
      "Ctrl-C stops it; what it cosigned is remembered in --state. Exit code 1 when its key or"
          + " memory",
      "cannot be used, or the port is taken."
    })
public final class WitnessCommand implements Callable<Integer> {
  private static final int LOGS_MAX = 1_000;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "the witness's own secret key, made by floodwall keys new (mode 0600)")
  private @Nullable Path keyFile;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "what it remembers: the last checkpoint of each log, and evidence. Keep it: a witness"
              + " that forgets can be shown another history")
  private @Nullable Path state;

  @Option(
      names = "--log",
      paramLabel = "VKEY",
      description =
          "a log whose checkpoints it looks at; the key of NAME covers all chains NAME/0, NAME/1"
              + " ...; may be repeated")
  private List<String> logs = new ArrayList<>();

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "the address to listen at (default: ${DEFAULT-VALUE})")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "7380",
      description = "the port to listen at; 0 takes a free one (default: ${DEFAULT-VALUE})")
  private int port = 7_380;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (keyFile == null || state == null || logs.isEmpty()) {
      throw CommandException.usage(
          "a witness needs --key FILE (its own key: floodwall keys new NAME --out FILE), --state"
              + " DIR (its memory) and --log VKEY (whom it watches)");
    }
    if (port < 0 || port > 65_535) {
      throw CommandException.usage("--port must be 0 to 65535, got " + port);
    }
    if (logs.size() > LOGS_MAX) {
      throw CommandException.usage("--log can be given " + LOGS_MAX + " times at most");
    }
    List<VerifierKey> trusted = logs.stream().map(WitnessCommand::logKey).toList();
    SignerKey key = key(keyFile);
    PrintWriter err = spec.commandLine().getErr();
    Consumer<String> talk = line -> err.println("witness: " + PlainText.escaped(line));
    WitnessMemory memory = WitnessMemory.open(state, key.cosigner());
    WitnessServer server = serve(new Witness(key, trusted), memory, talk);
    var closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> close(server, talk, closed), "witness-stop"));
    announce(server, memory, key, talk);
    closed.await();
    return ExitCode.OK;
  }

  private WitnessServer serve(Witness witness, WitnessMemory memory, Consumer<String> talk) {
    var address = new InetSocketAddress(host, port);
    try {
      if (address.isUnresolved()) {
        throw new IOException("no such host");
      }
      return WitnessServer.start(address, witness, memory, Clock.systemUTC(), talk);
    } catch (IOException e) {
      memory.close();
      throw new CommandException(
          ExitCode.ERROR,
          "cannot listen on "
              + host
              + ":"
              + port
              + " ("
              + e.getMessage()
              + "); choose another --host or --port",
          e);
    }
  }

  private void announce(
      WitnessServer server, WitnessMemory memory, SignerKey key, Consumer<String> talk) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(PlainText.escaped(server.url() + "=" + key.cosigner()));
    out.flush();
    if (memory.sizes().isEmpty()) {
      talk.accept("it remembers nothing yet: the first checkpoint of each log is taken as it is");
    }
    memory
        .sizes()
        .forEach((origin, size) -> talk.accept("it remembers " + origin + " at size " + size));
    talk.accept("listening at " + server.url() + "; Ctrl-C stops it");
  }

  private static void close(WitnessServer server, Consumer<String> talk, CountDownLatch closed) {
    server.close();
    talk.accept("stopped");
    closed.countDown();
  }

  private static VerifierKey logKey(String vkey) {
    try {
      VerifierKey key = VerifierKey.parse(vkey);
      if (key.type() != SignatureType.NOTE) {
        throw new FormatException("a log's key has type 1; this is a witness's");
      }
      return key;
    } catch (FormatException e) {
      throw new CommandException(ExitCode.USAGE, "--log: " + e.getMessage(), e);
    }
  }

  private static SignerKey key(Path file) {
    try {
      return KeyFile.read(file);
    } catch (FormatException e) {
      throw new CommandException(ExitCode.ERROR, "--key: " + e.getMessage(), e);
    }
  }
}
