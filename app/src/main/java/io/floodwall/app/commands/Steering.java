package io.floodwall.app.commands;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.Durations;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.wall.Publisher;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.admission.Control;
import io.floodwall.core.intent.PlainText;
import java.io.PrintWriter;
import java.util.function.Function;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What valve, jail, release and agents have in common: why, who, for how long, and waiting until
 * every partition has it.
 */
final class Steering {
  private static final int REASON_BYTES_MAX = 500;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--reason",
      required = true,
      description = "why, for the record and for those it stops")
  private String reason = "";

  @Option(
      names = "--who",
      defaultValue = "${sys:user.name}",
      description = "who gives the order (default: ${DEFAULT-VALUE})")
  private String who = "";

  @Mixin private OutputOption output = new OutputOption();

  String reason() {
    if (reason.isBlank() || PlainText.utf8Length(reason) > REASON_BYTES_MAX) {
      throw CommandException.usage("--reason must have 1 to " + REASON_BYTES_MAX + " bytes");
    }
    return reason;
  }

  String who() {
    if (!PlainText.isName(who)) {
      throw CommandException.usage("--who must be 1-200 bytes of plain text");
    }
    return who;
  }

  /** When an order of this length lapses; null never. */
  static @Nullable Long untilMs(@Nullable String length) {
    if (length == null) {
      return null;
    }
    long lengthMs = Durations.parse("--for", length).toMillis();
    try {
      return Math.addExact(Time.SYSTEM.milliseconds(), lengthMs);
    } catch (ArithmeticException e) {
      throw new CommandException(
          ExitCode.USAGE, "--for: not a duration: '" + length + "'; try 15m or 2h", e);
    }
  }

  /** What {@code question} finds on the wall. */
  <T> T ask(Function<Wall, T> question) {
    try (Wall wall = Wall.connect(kafka)) {
      return question.apply(wall);
    }
  }

  /** Publishes the order and waits until every partition has it. */
  int give(Control control, String done, PrintWriter out, PrintWriter err) {
    try (Wall wall = Wall.connect(kafka)) {
      var publisher = new Publisher(wall);
      Publisher.Published published = publisher.control(control);
      boolean inEffect = publisher.awaitInEffect(published, kafka.timeoutMs());
      if (output.isJson()) {
        out.println(
            Json.line(
                Json.object()
                    .put("control", control.key())
                    .put("engaged", control.engaged())
                    .put("partitions", published.copies().size())
                    .put("in_effect", inEffect)));
      } else if (inEffect) {
        out.println(done + ", on all " + published.copies().size() + " partitions");
      }
      out.flush();
      if (!inEffect) {
        err.println(
            "published, but not every partition has confirmed it within "
                + kafka.timeoutMs() / 1_000
                + " s; it takes effect when admission and ledger run");
      }
      return inEffect ? ExitCode.OK : ExitCode.PENDING;
    }
  }
}
