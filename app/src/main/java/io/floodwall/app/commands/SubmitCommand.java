package io.floodwall.app.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.cli.Terminal;
import io.floodwall.app.cli.YamlFile;
import io.floodwall.app.wall.IntentSender;
import io.floodwall.app.wall.Wall;
import io.floodwall.client.Fate;
import io.floodwall.client.Until;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.tlog.SignerKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall submit}: sends intents, and waits for what becomes of them if asked to. */
@Command(
    name = "submit",
    description = "Sends one intent from flags or a file, or many as JSON Lines on stdin.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall submit --agent deployer --action scale --resource web --replicas 3 --wait",
      "  floodwall submit -f intent.yaml --wait -o json",
      "  generate-intents | floodwall submit --wait",
      "  floodwall submit -f intent.yaml --wait outcome --timeout 300",
      "",
      "With --wait the exit code is 0 when all are admitted, 3 when one is rejected or refused, 4"
          + " when one is deferred or",
      "not answered in time. With --wait outcome it is 0 when all are applied, 3 when one failed"
          + " too, 4 when one is unknown too.",
      "Without it the intents are only sent."
    })
public final class SubmitCommand implements Callable<Integer> {
  private static final String[] FIELDS = {
    "tenant",
    "agent",
    "id",
    "on-behalf-of",
    "action",
    "resource",
    "manifest",
    "tool",
    "priority",
    "blast",
    "environment",
    "reasoning",
    "session",
    "deadline",
    "state-digest"
  };

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "an intent as JSON or YAML")
  private @Nullable Path file;

  @Option(names = "--tenant", description = "default: default")
  private @Nullable String tenant;

  @Option(names = "--agent", description = "who proposes it")
  private @Nullable String agent;

  @Option(names = "--id", description = "its id; keep it when you retry (default: a new one)")
  private @Nullable String id;

  @Option(names = "--on-behalf-of", description = "whom the agent acts for")
  private @Nullable String onBehalfOf;

  @Option(names = "--action", description = "apply, scale, destroy or invoke")
  private @Nullable String action;

  @Option(names = "--resource", description = "what it is done to")
  private @Nullable String resource;

  @Option(names = "--manifest", description = "for apply: the text")
  private @Nullable String manifest;

  @Option(names = "--replicas", description = "for scale: how many")
  private @Nullable Long replicas;

  @Option(names = "--tool", description = "for invoke: which tool")
  private @Nullable String tool;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "for invoke: may be repeated")
  private Map<String, String> parameters = Map.of();

  @Option(names = "--priority", description = "bulk, normal, urgent or pager (default: normal)")
  private @Nullable String priority;

  @Option(names = "--blast", description = "cell, service, region or global (default: cell)")
  private @Nullable String blast;

  @Option(names = "--environment", description = "where it applies")
  private @Nullable String environment;

  @Option(names = "--reasoning", description = "why the agent wants it")
  private @Nullable String reasoning;

  @Option(names = "--session", description = "the agent's session or trace")
  private @Nullable String session;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "RFC 3339: after it the change is no longer wanted")
  private @Nullable String deadline;

  @Option(names = "--state-digest", description = "a digest of the proposed state")
  private @Nullable String stateDigest;

  @Option(
      names = "--sign-with",
      paramLabel = "FILE",
      description = "sign with the key in FILE, made by agents key new")
  private @Nullable Path signWith;

  @Option(
      names = "--wait",
      arity = "0..1",
      fallbackValue = "verdict",
      paramLabel = "verdict|outcome",
      description =
          "wait for the verdict, until it is in force; or for the outcome, until a deployer has"
              + " reported on it")
  private @Nullable WaitFor wait;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<Intent> intents = intents();
    SignerKey key = signWith == null ? null : AgentKeyFile.read(signWith);
    try (Wall wall = Wall.connect(kafka)) {
      Until until = wait == null ? Until.ACKNOWLEDGED : wait.until();
      List<Fate> fates = new IntentSender(wall, key).send(intents, until, kafka.timeoutMs());
      fates.forEach(this::print);
      spec.commandLine().getOut().flush();
      return worst(fates, until);
    }
  }

  private static int worst(List<Fate> fates, Until until) {
    if (fates.stream().anyMatch(SubmitCommand::isNo)) {
      return ExitCode.REFUSED;
    }
    return fates.stream().allMatch(fate -> isDone(fate, until)) ? ExitCode.OK : ExitCode.PENDING;
  }

  private static boolean isNo(Fate fate) {
    return fate.isRefused()
        || fate.verdict() == Verdict.REJECT
        || (fate.outcome() != null && fate.outcome().result() == Result.FAILED);
  }

  private static boolean isDone(Fate fate, Until until) {
    return switch (until) {
      case ACKNOWLEDGED -> true;
      case IN_FORCE -> fate.isAdmitted();
      case OUTCOME -> fate.isApplied();
    };
  }

  private void print(Fate fate) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      out.println(Json.line(FateLine.json(fate)));
    } else {
      out.println(PlainText.escaped(FateLine.text(fate, wait != null)));
    }
  }

  private List<Intent> intents() throws IOException {
    ObjectNode flags = flags();
    if (file != null && !flags.isEmpty()) {
      throw CommandException.usage("an intent comes from -f FILE or from flags, not from both");
    }
    if (file != null) {
      return List.of(read(file.toString(), YamlFile.read(file)));
    }
    if (!flags.isEmpty()) {
      if (id == null) {
        flags.put("id", UUID.randomUUID().toString());
      }
      return List.of(read("flags", flags));
    }
    return lines();
  }

  /** The flags that were given, under the names of an intent's fields. */
  private ObjectNode flags() {
    ObjectNode node = Json.object();
    String[] values = {
      tenant,
      agent,
      id,
      onBehalfOf,
      action,
      resource,
      manifest,
      tool,
      priority,
      blast,
      environment,
      reasoning,
      session,
      deadline,
      stateDigest
    };
    for (int i = 0; i < FIELDS.length; i++) {
      if (values[i] != null) {
        node.put(camel(FIELDS[i]), values[i]);
      }
    }
    if (replicas != null) {
      node.put("replicas", replicas);
    }
    if (!parameters.isEmpty()) {
      ObjectNode all = node.putObject("parameters");
      parameters.forEach(all::put);
    }
    return node;
  }

  private List<Intent> lines() throws IOException {
    if (Terminal.isThere() && System.in.available() == 0) {
      spec.commandLine()
          .getErr()
          .println("reading intents as JSON Lines from the terminal; Ctrl-D ends");
    }
    var intents = new ArrayList<Intent>();
    var in = new IntentLines(System.in);
    for (String line = in.next(); line != null; line = in.next()) {
      if (!line.isBlank()) {
        try {
          intents.add(read(in.place(), Json.parse(line)));
        } catch (JsonProcessingException e) {
          throw new CommandException(
              ExitCode.USAGE, in.place() + ": not JSON: " + e.getOriginalMessage(), e);
        }
      }
    }
    if (intents.isEmpty()) {
      throw CommandException.usage(
          "nothing to send: give --agent and --action, -f FILE, or JSON Lines on stdin");
    }
    return intents;
  }

  private static Intent read(String place, JsonNode node) {
    try {
      return IntentReader.read(node);
    } catch (IntentReader.NotAnIntentException e) {
      throw new CommandException(ExitCode.USAGE, place + ": " + e.getMessage(), e);
    }
  }

  private static String camel(String flag) {
    var out = new StringBuilder();
    for (String part : flag.split("-", -1)) {
      out.append(out.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return out.toString();
  }
}
