package io.floodwall.app.demo;

import io.floodwall.core.gate.BuiltIns;
import io.floodwall.core.gate.Policy;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The seed's demo flood: five agents, one of them a chaos monkey, fling 4,000 intents at the wall
 * over 200 ticks.
 *
 * <p>It is the same flood every time, drawn from a 64-bit xorshift generator (Marsaglia 2003,
 * shifts 13, 7, 17), so that any wall that is right reaches the {@link #PUBLISHED} figures. All
 * intents are submitted before the first is ruled on.
 */
public final class SeedFlood implements Iterable<SeedFlood.Arrival> {
  /** How many ticks the flood lasts. */
  public static final int TICKS = 200;

  /** How many intents arrive in a tick. */
  public static final int INTENTS_PER_TICK = 20;

  /** How many intents there are; their ids count from 0. */
  public static final int INTENTS = TICKS * INTENTS_PER_TICK;

  /** How many intents the demo's wall lets wait. */
  public static final int CAPACITY = 512;

  /** Tokens in a full bucket. */
  public static final int BURST = 8;

  /** Tokens a tick adds. */
  public static final int REFILL_PER_TICK = 2;

  /** The resources that the demo's allowlist names. */
  public static final List<String> ALLOWED = List.of("web", "api", "cache");

  /** What the seed prints for this flood. */
  public static final Figures PUBLISHED =
      new Figures(451, 3037, 512, 207, 120, 185, 512, 0x081eb68250004746L);

  private static final List<String> AGENTS =
      List.of("reconciler-1", "reconciler-2", "deployer", "autoscaler", "chaos-monkey");
  private static final List<String> RESOURCES =
      List.of("web", "api", "cache", "billing", "ledger-db");

  /** One intent and the tick it arrives in. */
  public record Arrival(long tick, Intent intent) {}

  /** What became of a flood; the head is that of the FNV-1a compatibility chain. */
  public record Figures(
      int rateLimited,
      int backpressure,
      int queued,
      int admitted,
      int deferred,
      int rejected,
      int records,
      long compatHead) {}

  /** The demo's stack of policies, in order. */
  public static List<Policy> policies() {
    return List.of(
        BuiltIns.noGlobalDestroy(),
        BuiltIns.blastNeedsPriority(),
        BuiltIns.resourceAllowlist(ALLOWED));
  }

  /** The arrivals in order, drawn afresh. */
  @Override
  public Iterator<Arrival> iterator() {
    return new Draws();
  }

  private static final class Draws implements Iterator<Arrival> {
    private long state = 0x9E3779B97F4A7C15L;
    private int drawn;

    @Override
    public boolean hasNext() {
      return drawn < INTENTS;
    }

    @Override
    public Arrival next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the flood is over");
      }
      String agent = AGENTS.get(below(AGENTS.size()));
      String resource = RESOURCES.get(below(RESOURCES.size()));
      BlastRadius blast = blast();
      Priority priority = priority();
      Action action = action(resource);
      int id = drawn++;
      return new Arrival(
          id / INTENTS_PER_TICK, Intent.of(agent, Integer.toString(id), action, priority, blast));
    }

    private BlastRadius blast() {
      return switch (below(10)) {
        case 0 -> BlastRadius.GLOBAL;
        case 1, 2 -> BlastRadius.REGION;
        case 3, 4, 5 -> BlastRadius.SERVICE;
        default -> BlastRadius.CELL;
      };
    }

    private Priority priority() {
      return switch (below(10)) {
        case 0 -> Priority.PAGER;
        case 1, 2 -> Priority.URGENT;
        case 3, 4, 5, 6 -> Priority.NORMAL;
        default -> Priority.BULK;
      };
    }

    private Action action(String resource) {
      return switch (below(3)) {
        case 0 -> new Action.Apply(resource, "<rendered manifest>");
        case 1 -> new Action.Scale(resource, below(6));
        default -> new Action.Destroy(resource);
      };
    }

    private int below(int bound) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      return (int) Long.remainderUnsigned(state, bound);
    }
  }
}
