package io.floodwall.app.look;

import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.admission.Waiting;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.replay.NumberSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The newest intents of those states that are wanted: at most so many a partition are kept while
 * reading, and so many in all are answered.
 */
final class IntentBoard implements IntentSink {
  private static final Comparator<IntentView> OLDEST_FIRST =
      Comparator.comparingLong(IntentView::appendMs)
          .thenComparingInt(IntentView::partition)
          .thenComparingLong(IntentView::offset);

  private final int limit;
  private final Set<State> wanted;
  private final Consumer<IntentView> changed;
  private final Map<Integer, Kept> byPartition = new HashMap<>();
  private long total;

  /**
   * A board for these states; {@code changed} is told of every view that comes or changes.
   *
   * @param limit the most rows
   */
  IntentBoard(int limit, Set<State> wanted, Consumer<IntentView> changed) {
    this.limit = limit;
    this.wanted = Set.copyOf(wanted);
    this.changed = changed;
  }

  /** What is kept of one partition: views by offset, none below the floor. */
  private static final class Kept {
    private final TreeMap<Long, IntentView> views = new TreeMap<>();
    private final TreeMap<Long, IntentView> aside = new TreeMap<>(); // may be wanted once answered
    private final NumberSet counted = new NumberSet();
    private long floor;
    private long through = -1;
  }

  /** The newest, the oldest of them first. */
  List<IntentView> views() {
    var all = new ArrayList<IntentView>();
    byPartition.values().forEach(kept -> all.addAll(kept.views.values()));
    all.removeIf(view -> !wanted.contains(view.state()));
    all.sort(OLDEST_FIRST);
    return List.copyOf(all.subList(Math.max(0, all.size() - limit), all.size()));
  }

  /** How many there were to tell of, those that were left out included. */
  long total() {
    return total;
  }

  @Override
  public void arrived(Arrival arrival, boolean answered) {
    IntentView known = kept(arrival.partition()).views.get(arrival.offset());
    if (known != null) {
      // only what it asks for is new, so nobody is told
      kept(arrival.partition()).views.put(arrival.offset(), known.with(arrival));
    } else if (!answered) {
      put(IntentView.of(arrival));
    }
  }

  @Override
  public void waiting(Waiting news) {
    put(IntentView.of(news));
  }

  @Override
  public void released(Candidate candidate) {
    var facts = candidate.facts();
    Kept kept = kept(facts.sourcePartition());
    IntentView known = kept.views.get(facts.sourceOffset());
    if (known != null && known.state() == State.WAITING) {
      var gone =
          new Arrival(
              facts.sourcePartition(),
              facts.sourceOffset(),
              candidate.intent().agent(),
              facts.appendMs(),
              candidate.intent());
      put(IntentView.of(gone));
    }
  }

  @Override
  public void refused(Refusal refusal) {
    put(IntentView.of(refusal));
  }

  @Override
  public void decided(Decision decision) {
    IntentView view = IntentView.of(decision);
    boolean inForce = decision.decisionSeq() <= kept(view.partition()).through;
    put(inForce ? view.nowInForce() : view);
  }

  @Override
  public void inForce(int partition, long through) {
    Kept kept = kept(partition);
    kept.through = Math.max(kept.through, through);
    for (IntentView view : List.copyOf(kept.views.values())) {
      if (view.state().isDecided() && !view.inForce() && view.decisionSeq() <= kept.through) {
        put(view.nowInForce());
      }
    }
  }

  private void put(IntentView view) {
    Kept kept = kept(view.partition());
    boolean wants = wanted.contains(view.state());
    if (wants && kept.counted.add(view.offset())) {
      total++;
    }
    IntentView shown = kept.views.remove(view.offset());
    IntentView before = shown == null ? kept.aside.remove(view.offset()) : shown;
    IntentView now = before == null ? view : view.after(before);
    if (!wants) {
      setAside(now, kept);
    } else if (view.offset() >= kept.floor) {
      kept.views.put(view.offset(), now);
      if (kept.views.size() > limit) {
        kept.floor = kept.views.pollFirstEntry().getKey() + 1;
      }
      changed.accept(now);
    }
  }

  /** A refusal says nothing of what was asked for, so that is kept until the answer comes. */
  private void setAside(IntentView view, Kept kept) {
    if (!view.state().isDecided() && view.state() != State.REFUSED) {
      kept.aside.put(view.offset(), view);
      if (kept.aside.size() > limit) {
        kept.aside.pollFirstEntry();
      }
    }
  }

  private Kept kept(int partition) {
    return byPartition.computeIfAbsent(partition, p -> new Kept());
  }
}
