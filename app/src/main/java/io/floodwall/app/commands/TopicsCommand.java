package io.floodwall.app.commands;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.wall.DefaultBundle;
import io.floodwall.app.wall.Wall;
import io.floodwall.runtime.TopicSet;
import io.floodwall.schemas.registry.RegistryProperties;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code floodwall topics}: creates a wall's topics, lists them, and compares them with what they
 * must be.
 */
@Command(
    name = "topics",
    description =
        "Creates, lists or checks the topics of a wall, and prints who may do what with them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall topics create --partitions 12 --replication 3 --bootstrap kafka:9092",
      "  floodwall topics check -o json",
      "  floodwall topics acls --bootstrap kafka:9092"
    },
    subcommands = AclsCommand.class)
public final class TopicsCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "create",
      description =
          "Creates the topics that are missing and gives the default tenant its bundle; twice does"
              + " no harm.")
  int create(
      @Mixin KafkaOptions kafka,
      @Option(
              names = "--partitions",
              defaultValue = "4",
              description = "partitions of every topic, fixed for life (default: ${DEFAULT-VALUE})")
          int partitions,
      @Option(names = "--replication", description = "replication factor (default: the broker's)")
          @Nullable Short replication,
      @Mixin OutputOption output) {
    if (partitions < 1 || partitions > 10_000) {
      throw CommandException.usage("--partitions must be 1 to 10000, got " + partitions);
    }
    var properties = kafka.clientProperties();
    properties.putIfAbsent(RegistryProperties.AUTO_REGISTER, "true"); // nobody has, before this
    try (Wall wall = Wall.connect(properties, kafka.prefix(), kafka.timeoutMs())) {
      TopicSet set = wall.topicSet();
      int count =
          set.found().stream().mapToInt(TopicSet.Found::partitions).max().orElse(partitions);
      if (count != partitions
          && spec.subcommands().get("create").getParseResult().hasMatchedOption("--partitions")) {
        throw new CommandException(
            ExitCode.ERROR,
            "the wall has "
                + count
                + " partitions and the count is fixed for life; move to a new --prefix instead");
      }
      List<String> created = wall.create(count, Optional.ofNullable(replication));
      boolean bundle = DefaultBundle.publishIfMissingWithoutWaiting(wall);
      PrintWriter out = spec.commandLine().getOut();
      if (output.isJson()) {
        var object = Json.object().put("partitions", count).put("bundle_published", bundle);
        created.forEach(object.putArray("created")::add);
        out.println(Json.line(object));
      } else {
        created.forEach(name -> out.println("created " + name));
        out.println(
            created.isEmpty()
                ? "nothing was missing"
                : created.size() + " topics created with " + count + " partitions");
        if (bundle) {
          out.println("published the default bundle for tenant default");
        }
      }
      out.flush();
      return report(set.differences(), output, false);
    }
  }

  @Command(
      name = "list",
      description = "Lists the wall's topics that exist, with partitions and replication.")
  int list(@Mixin KafkaOptions kafka, @Mixin OutputOption output) {
    try (Wall wall = Wall.connect(kafka)) {
      PrintWriter out = spec.commandLine().getOut();
      for (TopicSet.Found topic : wall.topicSet().found()) {
        if (output.isJson()) {
          out.println(
              Json.line(
                  Json.object()
                      .put("topic", topic.name())
                      .put("partitions", topic.partitions())
                      .put("replication", topic.replication())));
        } else {
          out.printf(
              "%-40s %4d partitions, replication %d%n",
              topic.name(), topic.partitions(), topic.replication());
        }
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  @Command(
      name = "check",
      description =
          "Names every difference between the topics and what they must be; exit code 1 if there is"
              + " one.")
  int check(@Mixin KafkaOptions kafka, @Mixin OutputOption output) {
    try (Wall wall = Wall.connect(kafka)) {
      return report(wall.topicSet().differences(), output, true);
    }
  }

  private int report(List<TopicSet.Difference> differences, OutputOption output, boolean sayGood) {
    PrintWriter out = spec.commandLine().getOut();
    for (TopicSet.Difference difference : differences) {
      if (output.isJson()) {
        out.println(
            Json.line(
                Json.object()
                    .put("topic", difference.topic())
                    .put("what", difference.what())
                    .put("expected", difference.expected())
                    .put("found", difference.found())));
      } else {
        out.println(difference.line());
      }
    }
    if (differences.isEmpty() && sayGood && !output.isJson()) {
      out.println("all topics are as they must be");
    }
    out.flush();
    return differences.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
  }
}
