package io.floodwall.app.console;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.cli.OutputFormat;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.intent.PlainText;
import io.floodwall.schemas.TopicSpec;
import io.floodwall.schemas.registry.RegistryProperties;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code floodwall console}: tails one of the wall's topics, decoded. */
@Command(
    name = "console",
    description =
        "Prints the committed records of a topic, decoded, as they come: Kafka's console consumer"
            + " with floodwall's formatter.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall console admitted",
      "  floodwall console intents --from-beginning --max-messages 10 -o text",
      "  floodwall console ledger --partition 0 --offset 100 | jq .value.kind",
      "  floodwall console dead-letters --from-beginning --headers",
      "",
      "Ctrl-C ends it, with exit code 0."
    })
public final class ConsoleCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "TOPIC",
      description = "one of the wall's topics, such as intents or ledger, or its full name")
  private String topic = "";

  @Option(
      names = "--from-beginning",
      description = "what is there as well (default: only what comes)")
  private boolean fromBeginning;

  @Option(
      names = "--max-messages",
      paramLabel = "N",
      description = "end after so many records (default: never)")
  private @Nullable Integer maxMessages;

  @Option(names = "--partition", paramLabel = "N", description = "only this one (default: all)")
  private @Nullable Integer partition;

  @Option(
      names = "--offset",
      paramLabel = "OFFSET",
      description = "where to begin in --partition: a number, earliest or latest")
  private @Nullable String offset;

  @Option(names = "--headers", description = "print the record headers as well")
  private boolean headers;

  @Option(
      names = "--raw-payload",
      description = "print a ledger entry's payload in hex, not decoded")
  private boolean rawPayload;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "json",
      description = "how to print (default: ${DEFAULT-VALUE})")
  private OutputFormat output = OutputFormat.json;

  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    checkNumbers();
    StockConsumer consumer;
    try (Wall wall = Wall.connect(kafka)) {
      consumer = consumerOf(nameOf(wall), wall);
    }
    long printed = consumer.run(spec.commandLine().getOut());
    if (maxMessages == null || printed < maxMessages) {
      return endedEarly(printed);
    }
    return ExitCode.OK;
  }

  /** Kafka's consumer logs what stopped it and returns; behind {@code | head} that is in order. */
  private int endedEarly(long printed) {
    if (spec.commandLine().getOut().checkError()) {
      return ExitCode.OK;
    }
    throw new CommandException(
        ExitCode.ERROR,
        "the reading stopped after " + printed + " records; the error logged above says why");
  }

  private void checkNumbers() {
    if (maxMessages != null && maxMessages < 1) {
      throw CommandException.usage("--max-messages must be 1 or more, got " + maxMessages);
    }
    if (offset != null && partition == null) {
      throw CommandException.usage("--offset needs --partition: each partition counts its own");
    }
    if (offset != null && fromBeginning) {
      throw CommandException.usage("--offset and --from-beginning exclude each other");
    }
    if (offset != null && !offset.matches("earliest|latest|\\d{1,18}")) {
      throw CommandException.usage("--offset must be a number, earliest or latest, got " + offset);
    }
  }

  private String nameOf(Wall wall) {
    for (TopicSpec known : wall.topics().all()) {
      if (topic.equals(known.role()) || topic.equals(known.name())) {
        return known.name();
      }
    }
    String roles =
        wall.topics().all().stream().map(TopicSpec::role).collect(Collectors.joining(", "));
    throw CommandException.usage(
        "no topic '"
            + PlainText.start(topic, 80)
            + "' on the wall "
            + wall.prefix()
            + "*; TOPIC is one of "
            + roles);
  }

  private StockConsumer consumerOf(String name, Wall wall) {
    int partitions = new TopicReader(wall).partitionsOf(name).size(); // also: it is there
    if (partition != null && (partition < 0 || partition >= partitions)) {
      throw CommandException.usage(
          name + " has partitions 0 to " + (partitions - 1) + ", not " + partition);
    }
    var consumer = new StockConsumer(name, kafka.clientProperties());
    for (String key : List.of(RegistryProperties.URL, RegistryProperties.AUTH)) {
      Object value = kafka.clientProperties().get(key);
      if (value != null) {
        property(consumer, key, value.toString());
      }
    }
    property(consumer, "format", output.name());
    property(consumer, "headers", Boolean.toString(headers));
    property(consumer, "payload", rawPayload ? "raw" : "decoded");
    if (partition != null) {
      consumer.add("--partition", partition.toString());
    }
    if (offset != null) {
      consumer.add("--offset", offset);
    }
    if (fromBeginning) {
      consumer.add("--from-beginning");
    }
    if (maxMessages != null) {
      consumer.add("--max-messages", maxMessages.toString());
    }
    return consumer;
  }

  private static void property(StockConsumer consumer, String key, String value) {
    consumer.add("--formatter-property", key + "=" + value);
  }
}
