package io.floodwall.app.look;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.app.wall.Bundles;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.outcome.Outcome.Result;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code floodwall get}: lists what is on the wall, and with {@code -w} each change as it comes.
 */
@Command(
    name = "get",
    description = "Lists what is on the wall: committed records only.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall get intents --since 15m                    the newest last",
      "  floodwall get intents --agent deployer --verdict rejected,deferred",
      "  floodwall get refused -w                             each refusal as it comes, until"
          + " Ctrl-C",
      "  floodwall get agents -o wide",
      "  floodwall get outcomes --result unknown,failed       what somebody has to look at",
      "  floodwall get intents -o json | jq -r .reason | sort | uniq -c",
      "",
      "intents are the records of the intents topic, each with its own answer: an intent that was"
          + " sent twice is two."
    })
public final class GetCommand implements Callable<Integer> {
  /** The most rows when nobody says otherwise. */
  static final int LIMIT_DEFAULT = 1_000;

  /** The most rows that may be asked for: what a process of ordinary size can hold. */
  static final int LIMIT_MAX = 100_000;

  /** What can be listed. */
  enum Kind {
    intents,
    agents,
    refused,
    holds,
    outcomes,
    bundles,
    controls,
    heads
  }

  @Parameters(index = "0", paramLabel = "KIND", description = "one of: ${COMPLETION-CANDIDATES}")
  private Kind kind = Kind.intents;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private LookFormat output = LookFormat.table;

  @Option(
      names = {"-w", "--watch"},
      description = "stay, and print each change as it comes")
  private boolean watch;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "only what was appended then or later: a length of time such as 15m, or an RFC 3339 time")
  private @Nullable String since;

  @Option(
      names = "--agent",
      paramLabel = "AGENT",
      description = "only this agent's; only its partition is read")
  private @Nullable String agent;

  @Option(
      names = "--verdict",
      paramLabel = "STATE",
      split = ",",
      description =
          "only intents in these states: ${COMPLETION-CANDIDATES}; may be repeated (default: all)")
  private Set<State> states = EnumSet.noneOf(State.class);

  @Option(
      names = "--result",
      paramLabel = "RESULT",
      split = ",",
      description =
          "only outcomes with these results: ${COMPLETION-CANDIDATES}; may be repeated (default:"
              + " all)")
  private Set<Result> results = EnumSet.noneOf(Result.class);

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      defaultValue = "" + LIMIT_DEFAULT,
      description = "the most rows, the newest of all (default: ${DEFAULT-VALUE})")
  private int limit = LIMIT_DEFAULT;

  @Spec private CommandSpec spec;

  private final LongSupplier clock = Time.SYSTEM::milliseconds;

  @Override
  public Integer call() {
    check();
    Long sinceMs = Since.parse(since, clock.getAsLong());
    var out = new DataOut(spec.commandLine().getOut());
    try (Wall wall = Wall.connect(kafka)) {
      WallTopics.require(wall);
      Look look = look(wall, sinceMs);
      var printer = new RowPrinter(look.columns(), output, out);
      List<Row> rows = look.rows();
      printer.print(rows);
      boolean open = !out.isClosed();
      tellLeftOut(rows.size(), look.total());
      if (watch && open) {
        look.follow(printer::print, () -> !out.isClosed());
      }
      return ExitCode.OK;
    } catch (KafkaException e) {
      if (watch && Thread.currentThread().isInterrupted()) {
        return ExitCode.OK; // told to stop watching
      }
      throw e;
    }
  }

  private void check() {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw CommandException.usage("--limit must be 1 to " + LIMIT_MAX + ", got " + limit);
    }
    if (agent != null && !PlainText.isName(agent)) {
      throw CommandException.usage("--agent must be 1-200 bytes of plain text");
    }
    boolean ofIntents = kind == Kind.intents;
    if (!ofIntents && !states.isEmpty()) {
      throw CommandException.usage("--verdict is for intents; there is none on " + kind);
    }
    if (kind != Kind.outcomes && !results.isEmpty()) {
      throw CommandException.usage("--result is for outcomes; there is none on " + kind);
    }
    boolean timeless = kind == Kind.bundles || kind == Kind.controls || kind == Kind.heads;
    if (timeless && (since != null || agent != null)) {
      throw CommandException.usage(
          "--since and --agent are for what agents do; " + kind + " has neither");
    }
  }

  private Look look(Wall wall, @Nullable Long sinceMs) {
    return switch (kind) {
      case intents -> intents(wall, IntentRows.INTENTS, sinceMs);
      case refused -> intents(wall, IntentRows.REFUSED, sinceMs);
      case holds -> intents(wall, IntentRows.HOLDS, sinceMs);
      case agents -> new AgentLook(wall, Scope.of(wall, agent, sinceMs), limit, clock);
      case outcomes -> new OutcomeLook(wall, Scope.of(wall, agent, sinceMs), results, limit, clock);
      case bundles ->
          new Repeated(BundleRows.COLUMNS, limit, () -> BundleRows.of(Bundles.all(wall)));
      case controls ->
          new Repeated(
              ControlRows.COLUMNS, limit, () -> ControlRows.of(Orders.of(wall), clock.getAsLong()));
      case heads -> new Repeated(HeadRows.COLUMNS, limit, () -> HeadRows.of(Chains.of(wall)));
    };
  }

  private Look intents(Wall wall, IntentRows rows, @Nullable Long sinceMs) {
    Set<State> wanted = states.isEmpty() ? rows.states() : states;
    return new IntentLook(wall, rows, Scope.of(wall, agent, sinceMs), wanted, limit, clock);
  }

  private void tellLeftOut(int shown, long total) {
    if (total > shown) {
      spec.commandLine()
          .getErr()
          .println(
              (total - shown)
                  + " more rows were left out, the oldest; raise --limit (now "
                  + limit
                  + ") or narrow with --since, --agent, --verdict or --result");
    }
  }
}
