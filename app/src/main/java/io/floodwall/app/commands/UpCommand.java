package io.floodwall.app.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.access.AclLine;
import io.floodwall.app.access.Credentials;
import io.floodwall.app.access.Role;
import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.cli.OutputFormat;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.ProducerQuota;
import io.floodwall.core.intent.PlainText;
import io.floodwall.runtime.StreamRunner;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall up}: a whole wall in this process, until Ctrl-C. */
@Command(
    name = "up",
    description = "Runs a Kafka broker and the three applications in this process, until Ctrl-C.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall up                                      data in ./data, kept from run to run",
      "  floodwall up --throw-away --port 0                a wall that leaves nothing behind",
      "  floodwall up --secure                             users, passwords and rights:"
          + " docs/access.md",
      "  floodwall up --set floodwall.rate.burst=8         any key of docs/configuration.md",
      "  floodwall up --throw-away --port 0 -o json        one line when it is ready, for scripts",
      "",
      "Told to stop, by Ctrl-C or SIGTERM, it ends in order. Exit code 1 when it cannot start, or"
          + " an application fails."
    })
public final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "where the cluster and the state are kept (default: ./${DEFAULT-VALUE})")
  private Path data = Path.of("data");

  @Option(
      names = "--throw-away",
      description = "keep nothing: a temporary folder, deleted at the end")
  private boolean throwAway;

  @Option(
      names = "--port",
      defaultValue = "9092",
      description =
          "the broker's port on 127.0.0.1; 0 takes a free one (default: ${DEFAULT-VALUE})")
  private int port = 9092;

  @Option(
      names = "--partitions",
      defaultValue = "4",
      description = "partitions of a new wall, fixed for its life (default: ${DEFAULT-VALUE})")
  private int partitions = 4;

  @Option(
      names = "--prefix",
      defaultValue = KafkaOptions.DEFAULT_PREFIX,
      description = "what the topics start with (default: ${DEFAULT-VALUE})")
  private String prefix = KafkaOptions.DEFAULT_PREFIX;

  @Option(
      names = "--producer-quota",
      paramLabel = "BYTES",
      defaultValue = "67108864",
      description =
          "bytes a second that one Kafka client, with --secure one user, may produce: the outermost"
              + " wall (default: ${DEFAULT-VALUE})")
  private long producerQuota = 67_108_864;

  @Option(
      names = "--secure",
      description =
          "everybody must say who they are (SASL/SCRAM) and has the rights of their role alone;"
              + " prints which file to use for --command-config")
  private boolean secure;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "a floodwall.* property; may be repeated")
  private final Map<String, String> set = new HashMap<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "how to say that it is ready (default: ${DEFAULT-VALUE})")
  private OutputFormat output = OutputFormat.text;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (partitions < 1 || partitions > 1_024) {
      throw CommandException.usage("--partitions must be 1 to 1024, got " + partitions);
    }
    if (port < 0 || port > 65_535) {
      throw CommandException.usage("--port must be 0 to 65535, got " + port);
    }
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    BrokerFolder folder = throwAway ? BrokerFolder.throwAway() : BrokerFolder.kept(data);
    LocalWall local =
        LocalWall.start(
            folder,
            new LocalWall.Plan(prefix, partitions, port, set, secure),
            line -> err.println("up: " + PlainText.escaped(line)));
    var closed = new CountDownLatch(1);
    var hook = new Thread(() -> close(local, err, closed), "floodwall-down");
    Runtime.getRuntime().addShutdownHook(hook);
    if (secure) {
      ProducerQuota.ofEachUser(local.wall().cluster(), producerQuota);
    } else {
      ProducerQuota.ofEachClient(local.wall().cluster(), producerQuota);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (output == OutputFormat.json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(Json.line(json(local, folder, seconds)));
      out.flush();
    } else {
      announce(local, seconds);
    }
    Throwable failure = StreamRunner.awaitFirstStopped(local.runners());
    if (failure == null) {
      closed.await();
      return ExitCode.OK;
    }
    throw new CommandException(
        ExitCode.ERROR, "an application stopped: " + failure.getMessage(), failure);
  }

  private ObjectNode json(LocalWall local, BrokerFolder folder, double seconds) {
    ObjectNode object =
        Json.object()
            .put("ready_seconds", BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_UP))
            .put("bootstrap", local.bootstrapServers())
            .put("prefix", prefix)
            .put("partitions", local.wall().partitions())
            .put("data", folder.root().toString())
            .put("kept", !throwAway);
    var apps = object.putObject("apps");
    for (StreamRunner runner : local.runners()) {
      String address = "http://" + runner.healthAddress();
      apps.putObject(runner.health().app())
          .put("health", address + "/health")
          .put("metrics", address + "/metrics");
    }
    local
        .security()
        .ifPresent(
            security -> {
              var files = object.putObject("command_config");
              for (Role role : Role.values()) {
                files.put(role.title(), shown(security.credentials().file(role)).toString());
              }
            });
    return object;
  }

  private void announce(LocalWall local, double seconds) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("ready in %.1f s%n%n", seconds);
    out.printf("  Kafka       %s%n", local.bootstrapServers());
    for (StreamRunner runner : local.runners()) {
      out.printf("  %-11s http://%s/health%n", runner.health().app(), runner.healthAddress());
    }
    out.printf("  topics      %s*, %d partitions%n", prefix, local.wall().partitions());
    local.logKey().ifPresent(key -> out.printf("  log key     %s%n", key.verifier()));
    out.printf(
        "  data        %s%n%n",
        throwAway ? "thrown away at the end" : PlainText.escaped(data.toString()));
    String where =
        local.bootstrapServers().equals(KafkaOptions.DEFAULT_BOOTSTRAP)
            ? ""
            : " --bootstrap " + local.bootstrapServers();
    String whose = prefix.equals(KafkaOptions.DEFAULT_PREFIX) ? "" : " --prefix " + prefix;
    local.security().ifPresent(security -> announce(security.credentials(), out));
    Function<Role, String> as =
        role -> local.security().map(s -> asRole(s.credentials(), role)).orElse(where) + whose;
    out.println("next, in another terminal:");
    out.printf(
        "  ./floodwall submit --agent deployer --action scale --resource web --replicas 3"
            + " --wait%s%n",
        as.apply(Role.AGENT));
    out.printf("  ./floodwall valve close --reason \"incident 42\"%s%n", as.apply(Role.OPERATOR));
    out.printf("  ./floodwall ledger verify%s%n", as.apply(Role.AUDITOR));
    out.println("Ctrl-C stops everything and loses nothing.");
    out.flush();
  }

  private void announce(Credentials credentials, PrintWriter out) {
    out.println("who you are is a file for --command-config, here and with Kafka's own tools:");
    for (Role role : Role.values()) {
      out.printf(
          "  %-11s %s%n",
          role.title(), PlainText.escaped(shown(credentials.file(role)).toString()));
    }
    out.println();
  }

  private String asRole(Credentials credentials, Role role) {
    String file = AclLine.shell(List.of(shown(credentials.file(role)).toString()));
    return " --command-config " + PlainText.escaped(file);
  }

  /** In the folder as it was given, so that it can be typed again. */
  private Path shown(Path file) {
    Path root = data.toAbsolutePath().normalize();
    return throwAway ? file : data.resolve(root.relativize(file));
  }

  private static void close(LocalWall local, PrintWriter err, CountDownLatch closed) {
    err.println("up: stopping");
    local.close();
    err.println("up: stopped");
    closed.countDown();
  }
}
