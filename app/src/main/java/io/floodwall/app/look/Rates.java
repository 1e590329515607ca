package io.floodwall.app.look;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One round of the live table: what every agent did since the round before, the busiest first.
 *
 * @param atMs when
 * @param all the counts of all agents together
 * @param busiest the agents shown
 * @param agents how many agents there are
 */
record Rates(long atMs, Line all, List<Line> busiest, int agents, String valve, long lag) {
  static final List<Column> COLUMNS =
      Column.of(
          "AGENT",
          "TOKENS",
          "WAITING",
          "PENDING",
          "ADMITTED/s",
          "REFUSED/s",
          "ADMITTED",
          "REFUSED");

  private static final String ALL = "(all)";

  Rates {
    busiest = List.copyOf(busiest);
  }

  /** An agent's counts, and its admissions and refusals a second. */
  record Line(Agent agent, double admittedPerSecond, double refusedPerSecond) {
    Row row(String name) {
      ObjectNode json =
          Json.object()
              .put("agent", name)
              .put("tokens_micros", agent.tokensMicros())
              .put("waiting", agent.waiting())
              .put("pending", agent.pending())
              .put("admitted_per_s", admittedPerSecond)
              .put("refused_per_s", refusedPerSecond)
              .put("admitted", agent.admitted())
              .put("refused", agent.refused());
      return new Row(
          "agent/" + name,
          json,
          List.of(
              name,
              AgentRows.tokens(agent.tokensMicros()),
              Long.toString(agent.waiting()),
              Long.toString(agent.pending()),
              said(admittedPerSecond),
              said(refusedPerSecond),
              Long.toString(agent.admitted()),
              Long.toString(agent.refused())));
    }

    private double moves() {
      return admittedPerSecond + refusedPerSecond;
    }

    private static String said(double rate) {
      return String.format(Locale.ROOT, "%.1f", rate);
    }
  }

  /** What happened between two looks at the same agents, {@code elapsedMs} apart. */
  static Rates between(
      Map<String, Agent> before,
      List<Agent> now,
      Agent sum,
      long elapsedMs,
      int top,
      long atMs,
      String valve,
      long lag) {
    var lines = new ArrayList<Line>();
    long admitted = 0;
    long refused = 0;
    for (Agent agent : now) {
      Agent then = before.get(agent.name());
      long newlyAdmitted = agent.admitted() - (then == null ? 0 : then.admitted());
      long newlyRefused = agent.refused() - (then == null ? 0 : then.refused());
      admitted += newlyAdmitted;
      refused += newlyRefused;
      lines.add(line(agent, newlyAdmitted, newlyRefused, elapsedMs));
    }
    lines.sort(
        Comparator.comparingDouble(Line::moves)
            .thenComparingLong(line -> line.agent().waiting())
            .thenComparingLong(line -> line.agent().seen())
            .reversed()
            .thenComparing(line -> line.agent().name()));
    return new Rates(
        atMs,
        line(sum, admitted, refused, elapsedMs),
        lines.subList(0, Math.min(top, lines.size())),
        now.size(),
        valve,
        lag);
  }

  private static Line line(Agent agent, long admitted, long refused, long elapsedMs) {
    double seconds = Math.max(1, elapsedMs) / 1_000.0;
    return new Line(agent, tenths(admitted / seconds), tenths(refused / seconds));
  }

  private static double tenths(double rate) {
    return Math.round(rate * 10) / 10.0;
  }

  /** By name, to compare the next look with. */
  static Map<String, Agent> byName(List<Agent> agents) {
    var byName = new HashMap<String, Agent>();
    agents.forEach(agent -> byName.put(agent.name(), agent));
    return byName;
  }

  /** The table's rows: all together first, then the busiest. */
  List<Row> rows() {
    var rows = new ArrayList<Row>();
    rows.add(all.row(ALL));
    busiest.forEach(line -> rows.add(line.row(line.agent().name())));
    return rows;
  }

  /** The line above the table; not yet escaped. */
  String headline() {
    return Instant.ofEpochMilli(atMs)
        + "  valve "
        + valve
        + "  ledger lag "
        + lag
        + "  agents "
        + agents
        + (agents > busiest.size() ? ", the busiest " + busiest.size() : "");
  }

  /** One object for programs. */
  ObjectNode json() {
    ObjectNode object =
        Json.object()
            .put("at", Instant.ofEpochMilli(atMs).toString())
            .put("valve", valve)
            .put("ledger_lag", lag)
            .put("agents", agents);
    object.set("all", all.row(ALL).json().without(List.of("agent", "tokens_micros")));
    busiest.forEach(line -> object.withArray("busiest").add(line.row(line.agent().name()).json()));
    return object;
  }
}
