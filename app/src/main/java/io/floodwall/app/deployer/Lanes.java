package io.floodwall.app.deployer;

import io.floodwall.client.Delivery;
import io.floodwall.core.intent.Intent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may run now: so many at once in all, so many at once on one resource, and the others wait in
 * the order in which they came.
 */
final class Lanes {
  private final int concurrency;
  private final int perResource;
  private final int waitingMax;
  private final Set<Delivery> waiting = new LinkedHashSet<>();
  private final Map<Resource, Integer> busy = new HashMap<>();
  private int running;

  private record Resource(String tenant, String name) {
    static Resource of(Delivery delivery) {
      Intent intent = delivery.decision().intent();
      return new Resource(intent.tenant(), intent.action().resource());
    }
  }

  Lanes(int concurrency, int perResource, int waitingMax) {
    this.concurrency = concurrency;
    this.perResource = perResource;
    this.waitingMax = waitingMax;
  }

  /** How many more may be taken. */
  int room() {
    return concurrency + waitingMax - running - waiting.size();
  }

  int running() {
    return running;
  }

  boolean isIdle() {
    return running == 0 && waiting.isEmpty();
  }

  void add(Delivery delivery) {
    waiting.add(delivery);
  }

  /** Those that may start now; from now on they run. */
  List<Delivery> start() {
    var started = new ArrayList<Delivery>();
    for (Iterator<Delivery> all = waiting.iterator(); all.hasNext() && running < concurrency; ) {
      Delivery next = all.next();
      Resource resource = Resource.of(next);
      if (busy.getOrDefault(resource, 0) < perResource) {
        all.remove();
        busy.merge(resource, 1, Integer::sum);
        running++;
        started.add(next);
      }
    }
    return started;
  }

  void ended(Delivery delivery) {
    running--;
    busy.computeIfPresent(Resource.of(delivery), (resource, n) -> n == 1 ? null : n - 1);
  }

  /** Those that have not started; none waits any more. */
  List<Delivery> drain() {
    List<Delivery> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }
}
