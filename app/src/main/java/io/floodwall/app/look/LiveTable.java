package io.floodwall.app.look;

import io.floodwall.app.wall.Wall;
import io.floodwall.core.admission.Control;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Follows the agents of a wall and makes a round of the table of them every so often. */
final class LiveTable {
  private final Wall wall;
  private final IntentFeed feed;
  private final AgentBoard board = new AgentBoard();
  private final LongSupplier clock;
  private final long intervalMs;
  private final int top;
  private Map<String, Agent> before = new HashMap<>();
  private long lastMs;

  LiveTable(Wall wall, Scope scope, long intervalMs, int top, LongSupplier clock) {
    this.wall = wall;
    this.feed = new IntentFeed(wall, scope);
    this.clock = clock;
    this.intervalMs = intervalMs;
    this.top = top;
  }

  /** Shows round after round until {@code show} says that it is enough. */
  void run(Predicate<Rates> show) {
    feed.snapshot(board, true);
    before = Rates.byName(board.agents());
    lastMs = clock.getAsLong();
    feed.follow(
        board,
        () -> {
          long nowMs = clock.getAsLong();
          return nowMs - lastMs < intervalMs || show.test(round(nowMs));
        });
  }

  private Rates round(long nowMs) {
    List<Agent> now = board.agents();
    String valve =
        Orders.of(wall).stream()
            .filter(order -> order.control().kind() == Control.Kind.VALVE)
            .map(order -> order.state(nowMs))
            .findFirst()
            .orElse("open");
    long lag = Chains.of(wall).stream().mapToLong(Chains.Stand::lag).sum();
    Rates round = Rates.between(before, now, board.sum(), nowMs - lastMs, top, nowMs, valve, lag);
    before = Rates.byName(now);
    lastMs = nowMs;
    return round;
  }
}
