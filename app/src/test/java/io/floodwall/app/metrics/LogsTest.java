package io.floodwall.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.Reason;
import io.floodwall.runtime.DeadLetterLog;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** What a collector gets with {@code FLOODWALL_LOG_FORMAT=json}, and how often. */
class LogsTest {
  private static final Pattern EVENT =
      Pattern.compile("(?:\"event\", |\\bsay\\(\\s*)\"([a-z-]+)\"");

  private final LoggerContext context = new LoggerContext();
  private final List<String> lines = new ArrayList<>();
  private DeadLetterLog log;

  @BeforeEach
  void logAsTheApplicationsDo() throws Exception {
    URL shipped = DeadLetterLog.class.getResource("/io/floodwall/runtime/log-json.xml");
    assertThat(shipped).isNotNull();
    var configurator = new JoranConfigurator();
    context.putProperty("FLOODWALL_LOG_FORMAT", "json");
    configurator.setContext(context);
    configurator.doConfigure(DeadLetterLog.class.getResource("/logback.xml"));
    Logger logger = context.getLogger("io.floodwall.test");
    var encoder = encoderOf(context.getLogger("ROOT"));
    logger.addAppender(
        new ch.qos.logback.core.AppenderBase<>() {
          {
            setContext(context);
            start();
          }

          @Override
          protected void append(ILoggingEvent event) {
            lines.add(new String(encoder.encode(event), StandardCharsets.UTF_8));
          }
        });
    logger.setAdditive(false);
    log = new DeadLetterLog(logger);
  }

  private static ch.qos.logback.core.encoder.Encoder<ILoggingEvent> encoderOf(Logger root) {
    var stderr = (ConsoleAppender<ILoggingEvent>) root.getAppender("stderr");
    return stderr.getEncoder();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private void garbageAt(long offset, long nowMs) {
    var at =
        new RecordMetadata() {
          @Override
          public String topic() {
            return "floodwall.intents";
          }

          @Override
          public int partition() {
            return 3;
          }

          @Override
          public long offset() {
            return offset;
          }
        };
    log.say(Level.WARN, at, Reason.MALFORMED, "\u001b[2Jnot an intent\n{}", nowMs);
  }

  @Test
  void anEventIsOneJsonObjectOnOneLineWithAFixedName() throws Exception {
    garbageAt(17, 1_000);

    assertThat(lines).hasSize(1);
    String line = lines.get(0);
    assertThat(line).endsWith("\n").doesNotContain("\u001b").containsOnlyOnce("\n");
    JsonNode event = Json.parse(line.strip());
    assertThat(event.required("level").asText()).isEqualTo("WARN");
    assertThat(event.required("formattedMessage").asText())
        .isEqualTo(
            "floodwall.intents/3/17 cannot be used, MALFORMED: \\u{1b}[2Jnot an intent\\u{a}{}");
    assertThat(event.required("kvpList").toString())
        .contains("dead-letter")
        .contains("floodwall.intents/3/17")
        .contains("MALFORMED");
  }

  @Test
  void aFloodOfGarbageIsOneLineInTenSecondsAndSaysHowManyItStandsFor() {
    for (int i = 0; i < 100_000; i++) {
      garbageAt(i, 1_000 + i / 1_000);
    }
    assertThat(lines).hasSize(1);

    garbageAt(100_000, 1_000 + DeadLetterLog.QUIET_MS);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).contains("; and 99999 more for that reason before it");
  }

  @Test
  void everyEventIsInTheTableOfTheOperationsPage() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    Set<String> used = new TreeSet<>();
    for (String module :
        List.of("stream-runtime", "admission-stream", "gate-stream", "ledger-stream")) {
      try (Stream<Path> sources = Files.walk(root.resolve(module + "/src/main/java"))) {
        for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
          Matcher event = EVENT.matcher(Files.readString(source));
          while (event.find()) {
            used.add(event.group(1));
          }
        }
      }
    }
    Set<String> documented = new TreeSet<>();
    String page = Files.readString(root.resolve("docs/operations.md"));
    String logs = page.substring(page.indexOf("## Logs"), page.indexOf("## Reading the topics"));
    Matcher row = Pattern.compile("(?m)^\\| `([a-z-]+)` ").matcher(logs);
    while (row.find()) {
      documented.add(row.group(1));
    }
    assertThat(used).hasSizeGreaterThan(6);
    assertThat(documented).isEqualTo(used);
  }
}
