package io.floodwall.app.look;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.wall.Wall;
import io.floodwall.core.admission.Control;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The agents of a wall, those seen last at the end. */
final class AgentLook implements Look {
  private static final Comparator<Agent> LONG_UNSEEN_FIRST =
      Comparator.comparingLong(Agent::lastMs).thenComparing(Agent::name);

  private final Wall wall;
  private final int limit;
  private final LongSupplier clock;
  private final IntentFeed feed;
  private final AgentBoard board = new AgentBoard();
  private final Map<String, ObjectNode> told = new HashMap<>();
  private Set<String> jailed = Set.of();
  private long total;

  AgentLook(Wall wall, Scope scope, int limit, LongSupplier clock) {
    this.wall = wall;
    this.limit = limit;
    this.clock = clock;
    this.feed = new IntentFeed(wall, scope);
  }

  @Override
  public List<Column> columns() {
    return AgentRows.COLUMNS;
  }

  @Override
  public List<Row> rows() {
    feed.snapshot(board, true);
    jailed = jailed(Orders.of(wall), clock.getAsLong());
    return current();
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public void follow(Consumer<List<Row>> changed, BooleanSupplier goesOn) {
    feed.follow(
        board,
        () -> {
          var before = new HashMap<>(told);
          List<Row> different =
              current().stream().filter(row -> !row.json().equals(before.get(row.name()))).toList();
          if (!different.isEmpty()) {
            changed.accept(different);
          }
          return goesOn.getAsBoolean();
        });
  }

  /** Who is in jail at {@code nowMs}. */
  static Set<String> jailed(List<Orders.Order> orders, long nowMs) {
    return orders.stream()
        .map(Orders.Order::control)
        .filter(control -> control.kind() == Control.Kind.JAIL && control.isInForceAt(nowMs))
        .map(Control::agent)
        .collect(Collectors.toSet());
  }

  private List<Row> current() {
    List<Agent> all = board.agents().stream().sorted(LONG_UNSEEN_FIRST).toList();
    total = all.size();
    long nowMs = clock.getAsLong();
    List<Row> rows =
        all.subList(Math.max(0, all.size() - limit), all.size()).stream()
            .map(agent -> AgentRows.row(agent, jailed.contains(agent.name()), nowMs))
            .toList();
    told.clear();
    rows.forEach(row -> told.put(row.name(), row.json()));
    return rows;
  }
}
