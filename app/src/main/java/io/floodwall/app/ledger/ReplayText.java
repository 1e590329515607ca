package io.floodwall.app.ledger;

import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.replay.Rebuilt;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A rebuilt state for people: totals first, then the chains, then what is open, each list cut where
 * it gets long.
 */
final class ReplayText {
  private static final int SHOWN_MAX = 20;
  private static final int MICRO_PLACES = 6;

  private final DataOut out;

  ReplayText(DataOut out) {
    this.out = out;
  }

  void print(String title, Rebuilt wall) {
    Rebuilt.Counts counts = wall.counts();
    out.text(title);
    row("verdicts", sums(counts.verdicts(), verdict -> verdict.label()));
    row("refusals", sums(counts.refusals(), Enum::name));
    row("entries", sums(counts.entries(), EntryPrinter::label));
    row(
        "intents",
        wall.decided().size()
            + " decided, of them on hold "
            + wall.holds().size()
            + "; waiting "
            + wall.waiting().size());
    if (!wall.deployed().isEmpty()) {
      row("outcomes", outcomes(wall));
    }
    list("chains", wall.stands(), ReplayText::said);
    list("buckets, as of each agent's latest decided intent", wall.levels(), ReplayText::said);
    list("waiting", wall.waiting(), ReplayText::said);
    list("on hold", wall.holds(), ReplayText::said);
    list("outcomes not known", unknown(wall), ReplayText::said);
    list(
        "orders in force",
        wall.controls(),
        order -> at(order.partition(), order.seq()) + new Payload.Order(order.control()).text());
    list(
        "bundles",
        wall.bundles(),
        bundle -> at(bundle.partition(), bundle.seq()) + bundle.tenant() + "/" + bundle.version());
  }

  private void row(String name, String value) {
    out.text(String.format(Locale.ROOT, "  %-9s %s", name, value));
  }

  private <T> void list(String title, List<T> items, Function<T, String> said) {
    if (items.isEmpty()) {
      return;
    }
    out.text("");
    out.text(title + " (" + items.size() + ")");
    items.stream().limit(SHOWN_MAX).forEach(item -> out.text("  " + said.apply(item)));
    if (items.size() > SHOWN_MAX) {
      out.text("  and " + (items.size() - SHOWN_MAX) + " more; -o json lists them all");
    }
  }

  /** How many decisions stand at each result. */
  private static String outcomes(Rebuilt wall) {
    var counts = new EnumMap<Outcome.Result, Long>(Outcome.Result.class);
    wall.deployed().forEach(deployed -> counts.merge(deployed.outcome().result(), 1L, Long::sum));
    return sums(counts, Outcome.Result::label);
  }

  private static List<Rebuilt.Deployed> unknown(Rebuilt wall) {
    return wall.deployed().stream()
        .filter(deployed -> deployed.outcome().result() == Outcome.Result.UNKNOWN)
        .toList();
  }

  private static <K> String sums(Map<K, Long> counts, Function<K, String> name) {
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(count -> name.apply(count.getKey()) + " " + count.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String said(Rebuilt.Stand stand) {
    return stand.partition()
        + ": "
        + stand.size()
        + " entries, head "
        + stand.digest()
        + ", decisions through "
        + stand.decisionsThrough()
        + ", intents accounted for below offset "
        + stand.cut();
  }

  private static String said(Rebuilt.Level level) {
    BigDecimal tokens =
        BigDecimal.valueOf(level.bucket().tokensMicros(), MICRO_PLACES).stripTrailingZeros();
    return level.agent()
        + ": "
        + tokens.toPlainString()
        + " tokens at "
        + Where.time(level.bucket().last());
  }

  private static String said(Rebuilt.Waiting intent) {
    String place = intent.partition() + "@" + intent.offset() + " ";
    if (intent.priority() == null) {
      return place + "not an intent, under key " + intent.agent();
    }
    return place
        + intent.agent()
        + "/"
        + intent.id()
        + " "
        + intent.priority().name().toLowerCase(Locale.ROOT);
  }

  private static String said(Rebuilt.Decided intent) {
    String text = intent.text() == null ? "" : " " + intent.text();
    return at(intent.partition(), intent.seq())
        + intent.agent()
        + "/"
        + intent.id()
        + " "
        + intent.reason()
        + text;
  }

  private static String said(Rebuilt.Deployed deployed) {
    return at(deployed.partition(), deployed.seq()) + new OutcomePayload(deployed.outcome()).text();
  }

  private static String at(int partition, long seq) {
    return partition + "/" + seq + " ";
  }
}
