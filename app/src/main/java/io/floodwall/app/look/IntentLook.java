package io.floodwall.app.look;

import io.floodwall.app.wall.Wall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The intents of a wall, those in some states or all. */
final class IntentLook implements Look {
  private final IntentRows kind;
  private final LongSupplier clock;
  private final Set<State> states;
  private final IntentFeed feed;
  private final IntentBoard board;
  private final List<IntentView> changes = new ArrayList<>();

  IntentLook(
      Wall wall, IntentRows kind, Scope scope, Set<State> states, int limit, LongSupplier clock) {
    this.kind = kind;
    this.clock = clock;
    this.states = states;
    this.feed = new IntentFeed(wall, scope);
    this.board = new IntentBoard(limit, states, changes::add);
  }

  @Override
  public List<Column> columns() {
    return kind.columns();
  }

  @Override
  public List<Row> rows() {
    // a decision carries its intent, so where only decisions are wanted the intents need no reading
    feed.snapshot(board, !states.stream().allMatch(State::isDecided));
    changes.clear();
    return rows(board.views());
  }

  @Override
  public long total() {
    return board.total();
  }

  @Override
  public void follow(Consumer<List<Row>> changed, BooleanSupplier goesOn) {
    feed.follow(
        board,
        () -> {
          if (!changes.isEmpty()) {
            changed.accept(rows(changes));
            changes.clear();
          }
          return goesOn.getAsBoolean();
        });
  }

  private List<Row> rows(List<IntentView> views) {
    long nowMs = clock.getAsLong();
    return views.stream().map(view -> kind.row(view, nowMs)).toList();
  }
}
