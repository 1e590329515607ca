package io.floodwall.app.demo;

import io.floodwall.core.ledger.CompatChain;
import java.util.Locale;

/** The seed's report, with a column for each wall. */
final class DemoReport {
  private DemoReport() {}

  static String text(WallResult kafka, WallResult memory) {
    var k = kafka.figures();
    var m = memory.figures();
    var out = new StringBuilder(1_024);
    out.append("floodwall demo - ")
        .append(SeedFlood.INTENTS)
        .append(" intents flung at the wall over ");
    out.append(SeedFlood.TICKS).append(" ticks\n\n");
    row(out, "", "through Kafka", "in memory");
    out.append("  at the wall (admission control)\n");
    row(out, "rate-limited", k.rateLimited(), m.rateLimited());
    row(out, "backpressure", k.backpressure(), m.backpressure());
    row(out, "queued", k.queued(), m.queued());
    out.append("\n  through the gate (policy verification)\n");
    row(out, "admitted", k.admitted(), m.admitted());
    row(out, "deferred", k.deferred(), m.deferred());
    row(out, "rejected", k.rejected(), m.rejected());
    out.append("\n  ledger (tamper-evident)\n");
    row(out, "records", k.records(), m.records());
    row(out, "compat head", CompatChain.hex(k.compatHead()), CompatChain.hex(m.compatHead()));
    row(out, "chain valid", kafka.chainValid(), memory.chainValid());
    out.append("\n  time\n");
    row(out, "seconds", decimal(kafka.seconds(), 2), decimal(memory.seconds(), 4));
    row(
        out,
        "intents/s",
        Math.round(kafka.intentsPerSecond()),
        Math.round(memory.intentsPerSecond()));
    out.append(
        "\n"
            + "  SHA-256 heads (over different records: Kafka's ledger also holds refusals, bundles"
            + " and controls)\n");
    out.append("    through Kafka  ").append(kafka.head()).append('\n');
    out.append("    in memory      ").append(memory.head()).append('\n');
    String checkpoint = kafka.checkpoint();
    if (checkpoint != null) {
      out.append(
          "\n  checkpoint: the head of the ledger's Merkle tree, signed with a key of this run\n");
      checkpoint.lines().forEach(line -> out.append("    ").append(line).append('\n'));
    }
    return out.toString();
  }

  private static void row(StringBuilder out, String name, Object kafka, Object memory) {
    out.append(
        String.format(
            Locale.ROOT, "    %-14s%-20s%s%n", name + (name.isEmpty() ? " " : ":"), kafka, memory));
  }

  private static String decimal(double value, int places) {
    return String.format(Locale.ROOT, "%." + places + "f", value);
  }
}
