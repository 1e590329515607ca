package io.floodwall.app.bench;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.admission.Admission;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Place;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.admission.WaitingRoom;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a step of the core costs, in time and heap, by how much there is already. */
final class CoreGrowth {
  private static final int STEPS = 200_000;
  private static final int REMEMBERED = 8;
  private static final RateLimit RATE = RateLimit.perPeriod(1_000_000, 1_000_000, 1_000, 5_000);
  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  private final Random random = new Random(1);
  private long folded;

  /**
   * One size.
   *
   * @param nanos processor time of a step
   * @param bytesEach heap for each thing that is kept; 0 when nothing is
   */
  record Row(long size, double nanos, double bytesEach) {}

  /** An offer with that many agents, each with 8 remembered intents. */
  Row agents(int agents) {
    long heapBefore = usedHeap();
    var admission = new Admission(RATE, 1_024, REMEMBERED);
    Map<String, AgentState> rows = new HashMap<>();
    var intents = new Intent[agents];
    for (int i = 0; i < agents; i++) {
      intents[i] =
          Intent.of(
              "agent-" + i, "x", new Action.Scale("web", 3), Priority.NORMAL, BlastRadius.CELL);
    }
    long heapOfIntents = usedHeap() - heapBefore;
    int offset = 0;
    for (int round = 0; round < REMEMBERED; round++) {
      for (Intent intent : intents) {
        offer(admission, rows, intent, offset++);
      }
    }
    double bytes = Math.max(0, usedHeap() - heapBefore - heapOfIntents);
    for (int i = 0; i < STEPS / 4; i++) {
      offer(admission, rows, intents[random.nextInt(agents)], offset++);
    }
    long start = cpuNanos();
    for (int i = 0; i < STEPS; i++) {
      offer(admission, rows, intents[random.nextInt(agents)], offset++);
    }
    return new Row(agents, (double) (cpuNanos() - start) / STEPS, bytes / agents);
  }

  private static void offer(
      Admission admission, Map<String, AgentState> rows, Intent intent, long offset) {
    long id = offset * 0x9E3779B97F4A7C15L; // as spread out as a digest's first bytes
    var arrival = new Admission.Arrival(intent, id, id, offset, offset);
    AgentState before = rows.getOrDefault(intent.agent(), AgentState.UNKNOWN);
    rows.put(intent.agent(), admission.offer(before, 0, null, arrival).state());
  }

  /** One in and the most urgent out, with that many waiting. */
  Row waiting(int depth) {
    long heapBefore = usedHeap();
    var room = new WaitingRoom(depth + 1L);
    long seq = 0;
    while (room.depth() < depth) {
      room.enter(place(seq++));
    }
    double bytes = Math.max(0, usedHeap() - heapBefore);
    for (int i = 0; i < STEPS / 4; i++) {
      room.enter(place(seq++));
      folded += room.next().seq();
    }
    long start = cpuNanos();
    for (int i = 0; i < STEPS; i++) {
      room.enter(place(seq++));
      folded += room.next().seq();
    }
    return new Row(depth, (double) (cpuNanos() - start) / STEPS, bytes / depth);
  }

  private Place place(long seq) {
    return new Place(PRIORITIES.get(random.nextInt(PRIORITIES.size())), seq);
  }

  /** The next entry of 512 bytes of a chain that has so many; the chain itself is not kept. */
  Row ledger(int entries) {
    Hash schema = Hash.sha256(new byte[] {1});
    Bytes payload = Bytes.copyOf(new byte[512]);
    Chain.Head head = Chain.genesis("bench/0");
    int steps = Math.min(entries, STEPS);
    for (int i = 0; i < entries - steps; i++) {
      head = head.after(head.next(EntryKind.VERDICT, schema, payload));
    }
    long start = cpuNanos();
    for (int i = 0; i < steps; i++) {
      head = head.after(head.next(EntryKind.VERDICT, schema, payload));
    }
    folded += head.digest().prefix();
    return new Row(entries, (double) (cpuNanos() - start) / steps, 0);
  }

  /** Something that depends on all that was done. */
  long folded() {
    return folded;
  }

  /** Of this thread: the whole process's is told in steps of 10 ms, too coarse for this. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
