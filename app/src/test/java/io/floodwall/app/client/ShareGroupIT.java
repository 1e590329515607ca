package io.floodwall.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.broker.TestBroker;
import io.floodwall.client.Delivery;
import io.floodwall.client.DeployerClient;
import io.floodwall.client.Proof;
import io.floodwall.core.Hash;
import io.floodwall.core.intent.Action;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.core.outcome.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deployers of one share group on a real broker; {@code -Dfloodwall.seed} repeats it. */
@Timeout(300)
class ShareGroupIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofSeconds(1);
  private static final Action APPLY = new Action.Apply("web", "replicas: 2");
  private static final Action INVOKE = new Action.Invoke("db", "vacuum", List.of());
  private static final int DECISIONS = 10_000;
  private static final int DEPLOYERS = 4;
  private static final int PARTITIONS = 2;

  private static TestBroker broker;

  @BeforeAll
  static void start() {
    broker = TestBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static DecidedWall wall(int partitions) {
    return DecidedWall.create(
        broker.bootstrapServers(), TestBroker.wallName("share") + ".", partitions);
  }

  private static DeployerClient member(DecidedWall wall, String name) {
    return wall.builder().shareGroup().name(name).open();
  }

  @Test
  void whatIsNotInForceIsHeldAndThenHandedOutOnce() throws Exception {
    try (DecidedWall wall = wall(1)) {
      wall.admit(0, INVOKE);
      wall.admit(0, APPLY);
      wall.inForceThrough(0, -1);
      try (DeployerClient member = member(wall, "d1")) {
        assertThat(member.poll(10, A_WHILE)).isEmpty();
        wall.inForceThrough(0, 0);
        List<Delivery> first = member.poll(10, PATIENCE);
        assertThat(first)
            .singleElement()
            .satisfies(delivery -> assertThat(delivery.attempt()).isOne())
            .satisfies(delivery -> assertThat(delivery.deliveries()).isOne());
        var written = first.get(0).applied("done");
        assertThat(member.poll(10, A_WHILE)).isEmpty();
        assertThat(written).isCompleted();
        wall.allInForce();
        assertThat(member.poll(10, PATIENCE)).hasSize(1);
      }
    }
  }

  /** Under the proof that believes the head, what the group reads is all that guards it. */
  @Test
  void aDecisionThatWasRolledBackIsNeverHandedOut() throws Exception {
    try (DecidedWall wall = wall(1)) {
      wall.admitAndRollBack(0, INVOKE);
      wall.admit(0, APPLY);
      wall.allInForce();
      try (DeployerClient member =
          wall.builder().shareGroup().proof(Proof.HEAD).name("d1").open()) {
        assertThat(member.poll(10, PATIENCE))
            .singleElement()
            .satisfies(one -> assertThat(one.decision().intent().action()).isEqualTo(APPLY));
        assertThat(member.poll(10, A_WHILE)).isEmpty();
      }
    }
  }

  @Test
  void releasedIsTheNextAttemptAndKafkaCountsTheDelivery() throws Exception {
    try (DecidedWall wall = wall(1)) {
      wall.admit(0, INVOKE);
      wall.allInForce();
      try (DeployerClient member = member(wall, "d1")) {
        var unused = member.poll(1, PATIENCE).get(0).release();
        assertThat(member.poll(1, PATIENCE))
            .singleElement()
            .satisfies(again -> assertThat(again.attempt()).isEqualTo(2))
            .satisfies(again -> assertThat(again.deliveries()).isEqualTo(2));
      }
    }
  }

  @Test
  void whatAMemberLeftOpenIsRepeatedOrListed() throws Exception {
    try (DecidedWall wall = wall(1)) {
      Hash apply = wall.admit(0, APPLY);
      Hash invoke = wall.admit(0, INVOKE);
      wall.allInForce();
      try (DeployerClient first = member(wall, "d1")) {
        assertThat(first.poll(10, PATIENCE)).hasSize(2);
      }
      try (DeployerClient second = member(wall, "d2")) {
        assertThat(second.poll(10, PATIENCE))
            .singleElement()
            .satisfies(again -> assertThat(again.digest()).isEqualTo(apply))
            .satisfies(again -> assertThat(again.attempt()).isEqualTo(2));
        assertThat(second.unknownOutcomes()).extracting(Outcome::decision).containsExactly(invoke);
      }
    }
  }

  @Test
  void fourDeployersDrainTenThousandDecisionsWithRedeliveryEachDoneOnce() throws Exception {
    long seed = Long.getLong("floodwall.seed", System.nanoTime());
    System.out.println("ShareGroupIT seed=" + seed);
    try (DecidedWall wall = wall(PARTITIONS)) {
      Set<Hash> admitted = new HashSet<>();
      for (int i = 0; i < DECISIONS; i++) {
        admitted.add(wall.admit(i % PARTITIONS, INVOKE));
      }
      wall.allInForce();
      Map<Hash, AtomicLong> done = new ConcurrentHashMap<>();
      Set<String> tokens = ConcurrentHashMap.newKeySet();
      var released = new AtomicLong();
      var redelivered = new AtomicLong();
      long start = System.nanoTime();
      ExecutorService threads = Executors.newFixedThreadPool(DEPLOYERS);
      var members = new ArrayList<Future<Long>>();
      for (int d = 0; d < DEPLOYERS; d++) {
        String name = "d" + d;
        var random = new Random(seed + d);
        members.add(
            threads.submit(
                () -> {
                  long own = 0;
                  try (DeployerClient member = member(wall, name)) {
                    while (done.size() < DECISIONS) {
                      for (Delivery delivery : member.poll(50, Duration.ofMillis(200))) {
                        assertThat(tokens.add(delivery.fencingToken())).isTrue();
                        redelivered.addAndGet(delivery.deliveries() > 1 ? 1 : 0);
                        if (random.nextInt(20) == 0) {
                          released.incrementAndGet();
                          var unused = delivery.release();
                        } else {
                          own++;
                          done.computeIfAbsent(delivery.digest(), at -> new AtomicLong())
                              .incrementAndGet();
                          var unused = delivery.applied("done");
                        }
                      }
                    }
                  }
                  return own;
                }));
      }
      var shares = new ArrayList<Long>();
      for (Future<Long> one : members) {
        shares.add(one.get());
      }
      threads.shutdown();
      long tookMs = (System.nanoTime() - start) / 1_000_000;
      System.out.printf(
          "ShareGroupIT decisions=%d done_by=%s released=%d redelivered=%d took_ms=%d%n",
          done.size(), shares, released.get(), redelivered.get(), tookMs);
      assertThat(done.keySet()).isEqualTo(admitted);
      assertThat(done.values()).allMatch(times -> times.get() == 1);
      assertThat(redelivered.get()).isPositive();
      assertThat(shares).allMatch(own -> own > 0);
      var standing = new HashMap<Hash, Outcome>();
      wall.outcomes().forEach(o -> standing.merge(o.decision(), o, Standing::after));
      assertThat(standing.values()).hasSize(DECISIONS).allMatch(o -> o.result() == Result.APPLIED);
    }
  }
}
