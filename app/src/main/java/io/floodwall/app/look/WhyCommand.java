package io.floodwall.app.look;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.app.wall.Wall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code floodwall why}: what became of one intent, why, and what to do next. */
@Command(
    name = "why",
    description = "Tells what became of one intent, why, and what to do next.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall why deployer/7",
      "  floodwall why --agent ci/deployer --id 7       where a name has a slash in it",
      "  floodwall why deployer/7 -o json | jq -r .next",
      "",
      "Exit code 0 when it is admitted and in force, 3 when it is rejected or refused, 4 when it"
          + " waits, is deferred or is",
      "not in force yet, 1 when nothing is known of it. Of a refused intent the bucket is empty:"
          + " that is why.",
      "An admitted one lists what deployers said of each attempt; that changes no exit code.",
      "When an id was used several times, the newest use is told, or the one whose answer stands."
    })
public final class WhyCommand implements Callable<Integer> {
  @Parameters(index = "0", arity = "0..1", paramLabel = "AGENT/ID", description = "which intent")
  private @Nullable String words;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--agent",
      paramLabel = "AGENT",
      description = "whose, where AGENT/ID is in doubt")
  private @Nullable String agent;

  @Option(names = "--id", paramLabel = "ID", description = "its id, where AGENT/ID is in doubt")
  private @Nullable String id;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "look no further back: a length of time such as 15m, or an RFC 3339 time")
  private @Nullable String since;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  private final LongSupplier clock = Time.SYSTEM::milliseconds;

  @Override
  public Integer call() {
    List<IntentName> names = IntentName.of(words, agent, id);
    Long sinceMs = Since.parse(since, clock.getAsLong());
    try (Wall wall = Wall.connect(kafka)) {
      WallTopics.require(wall);
      var found = new ArrayList<Story>();
      for (IntentName name : names) {
        Story story =
            new StorySearch(wall, name.agent(), name.id(), sinceMs, clock.getAsLong()).find();
        if (story != null) {
          found.add(story);
        }
      }
      return tell(found, names);
    }
  }

  private int tell(List<Story> found, List<IntentName> names) {
    if (found.isEmpty()) {
      IntentName first = names.get(0);
      throw new CommandException(
          ExitCode.ERROR,
          "no intent "
              + first.agent()
              + "/"
              + first.id()
              + " is on the wall"
              + (since == null ? "" : " since " + since)
              + ": never sent, sent to another wall (see --prefix), or its records have expired;"
              + " see what there is with: floodwall get intents --agent AGENT; the ledger keeps"
              + " all: floodwall ledger cat --agent AGENT");
    }
    if (found.size() > 1) {
      throw CommandException.usage(
          "more than one intent is called so; say which: "
              + found.stream()
                  .map(story -> "--agent '" + story.agent() + "' --id '" + story.id() + "'")
                  .collect(Collectors.joining(" or ")));
    }
    Story story = found.get(0);
    var out = new DataOut(spec.commandLine().getOut());
    if (output.isJson()) {
      out.json(StoryText.json(story));
    } else {
      StoryText.lines(story).forEach(out::text);
    }
    spec.commandLine().getOut().flush();
    return story.exitCode();
  }
}
