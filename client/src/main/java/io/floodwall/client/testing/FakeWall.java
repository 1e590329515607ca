package io.floodwall.client.testing;

import io.floodwall.client.AgentClient;
import io.floodwall.client.AgentLimits;
import io.floodwall.client.IntentPlace;
import io.floodwall.client.News;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.InvalidBundleException;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.outcome.Outcome.Result;
import io.floodwall.schemas.Topics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A wall of one partition in memory, on a clock the test holds: the core's own admission and gate,
 * unless the test has written down what the next intent gets.
 *
 * <p>Everything happens, listeners and futures included, before the call returns that caused it.
 * Not for many threads.
 */
public final class FakeWall {
  /** When a fake wall starts: the first of January 2026. */
  public static final long START_MS = 1_767_225_600_000L;

  private static final long CAPACITY_DEFAULT = 1_000;

  private final FakeDoor door;
  private final long capacity;
  private final Gate gate;
  private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
  private final Deque<Scripted> script = new ArrayDeque<>();
  private final Deque<Arrived> room = new ArrayDeque<>();
  private final Deque<Runnable> callbacks = new ArrayDeque<>();
  private final List<FakeAgentClient> clients = new ArrayList<>();
  private final FakeAttempts attempts = new FakeAttempts();
  private final List<News> said = new ArrayList<>();
  private final List<Intent> received = new ArrayList<>();
  private long nowMs = START_MS;
  private long nextOffset;
  private long nextDecisionSeq;
  private long ledgeredThrough = -1;
  private boolean valveIsClosed;
  private boolean ledgerStands;
  private boolean isTelling;

  /** A wall that rules as {@code gate} does, and lets {@code capacity} intents wait. */
  public FakeWall(RateLimit rate, long capacity, Gate gate) {
    this.door = new FakeDoor(rate, capacity);
    this.capacity = capacity;
    this.gate = gate;
  }

  /** A wall with the bundle that ships, and {@code burst} tokens an agent, refilled in a second. */
  public static FakeWall shipped(long burst, long refillPerSecond) {
    try {
      return new FakeWall(
          RateLimit.perPeriod(burst, refillPerSecond, 1_000, RateLimit.NO_REANCHOR),
          CAPACITY_DEFAULT,
          BundleCompiler.compile(PolicyBundle.shipped()));
    } catch (InvalidBundleException e) {
      throw new IllegalStateException("the bundle that ships compiles", e);
    }
  }

  /** A wall that admits every intent at once. */
  public static FakeWall open() {
    return new FakeWall(
        RateLimit.perPeriod(1_000_000, 1_000_000, 1_000, RateLimit.NO_REANCHOR),
        CAPACITY_DEFAULT,
        Gate.of(List.of(), true));
  }

  /** A client of this wall. */
  public AgentClient agentClient(AgentLimits limits) {
    var client = new FakeAgentClient(this, limits, topics.intents());
    clients.add(client);
    return client;
  }

  /** A client of this wall with the limits of whoever sets none. */
  public AgentClient agentClient() {
    return agentClient(AgentLimits.DEFAULTS);
  }

  /** The next intent is refused so; a second call is for the one after it, here and below. */
  public FakeWall refuseNext(Reason reason, @Nullable Long retryAfterMs) {
    script.add(new Scripted.Refusal(reason, retryAfterMs));
    return this;
  }

  /** The gate rules so on the next intent. */
  public FakeWall ruleNext(Verdict verdict, @Nullable String text) {
    script.add(new Scripted.Ruling(verdict, text));
    return this;
  }

  /** Nobody answers the next intent. */
  public FakeWall ignoreNext() {
    script.add(new Scripted.Silence());
    return this;
  }

  /** The brokers do not acknowledge the next intent. */
  public FakeWall failNext(String why) {
    script.add(new Scripted.NoAcknowledgement(why));
    return this;
  }

  /** Intents wait until the valve is opened. */
  public void closeValve() {
    valveIsClosed = true;
  }

  /** What waits is ruled on, most urgent first. */
  public void openValve() {
    valveIsClosed = false;
    var waiting = new ArrayList<>(room);
    room.clear();
    waiting.sort((a, b) -> b.intent().priority().compareTo(a.intent().priority()));
    waiting.forEach(arrived -> decide(arrived, null));
    tellAll();
  }

  /** Decisions are given, and not in force. */
  public void stopLedger() {
    ledgerStands = true;
  }

  /** The ledger has entries of all that was decided. */
  public void startLedger() {
    ledgerStands = false;
    ledger();
    tellAll();
  }

  /**
   * A deployer says this of what it was handed: {@code STARTED} begins the next attempt, all else
   * closes the last.
   *
   * @throws IllegalStateException when no intent of that name is admitted and in force
   */
  public void report(
      String agent, String id, Result result, @Nullable Integer exitCode, String evidence) {
    say(
        new News.Reported(
            attempts.next(agent, id, result, exitCode, evidence, ledgeredThrough, nowMs)));
    tellAll();
  }

  /** Moves the clock: what is due is given up or sent again. */
  public void advance(long ms) {
    nowMs += ms;
    List.copyOf(clients).forEach(client -> client.due(nowMs));
    tellAll();
  }

  /** What the clock shows. */
  public long nowMs() {
    return nowMs;
  }

  /** Every intent that arrived, retries included, in order. */
  public List<Intent> received() {
    return List.copyOf(received);
  }

  void forget(FakeAgentClient client) {
    clients.remove(client);
  }

  Executor callbacks() {
    return callbacks::add;
  }

  /** Takes what a client sends, and answers. */
  void arrive(Intent intent, FakeAgentClient.Sending sending) {
    Scripted next = script.poll();
    if (next instanceof Scripted.NoAcknowledgement not) {
      sending.failed(new IllegalStateException(not.why()));
      tellAll();
      return;
    }
    received.add(intent);
    long offset = nextOffset++;
    sending.acknowledged(new IntentPlace(Arrived.PARTITION, offset));
    var arrived = new Arrived(intent, offset, door.previousTo(offset), room.size());
    if (next instanceof Scripted.Refusal refusal) {
      refuse(arrived, new Answer.Refuse(refusal.reason(), "", refusal.retryAfterMs(), null));
    } else if (!(next instanceof Scripted.Silence)) {
      offer(arrived, next instanceof Scripted.Ruling ruling ? ruling : null);
    }
    tellAll();
  }

  /** What was said of intents from {@code offset} on, and how far the ledger is. */
  void tellAgain(FakeAgentClient client, long offset) {
    for (News news : List.copyOf(said)) {
      if (news.place().offset() >= offset) {
        client.hear(news);
      }
    }
    client.ledgered(Arrived.PARTITION, ledgeredThrough);
  }

  /** Runs what is to be told, and what that causes, until all is quiet. */
  void tellAll() {
    if (isTelling) {
      return; // the turn under way goes on with it
    }
    isTelling = true;
    try {
      do {
        for (Runnable next = callbacks.poll(); next != null; next = callbacks.poll()) {
          next.run();
        }
        List.copyOf(clients).forEach(FakeAgentClient::lookUp);
      } while (!callbacks.isEmpty());
    } finally {
      isTelling = false;
    }
  }

  private void offer(Arrived arrived, Scripted.@Nullable Ruling ruling) {
    Answer answer = door.offer(arrived.intent(), arrived.offset(), room.size(), nowMs);
    if (answer instanceof Answer.Refuse refused) {
      refuse(arrived, refused);
    } else if (valveIsClosed) {
      room.add(arrived);
      say(new News.Waits(arrived.waits(nowMs)));
    } else {
      decide(arrived, ruling);
    }
  }

  private void refuse(Arrived arrived, Answer.Refuse answer) {
    say(new News.Refused(arrived.refused(answer, capacity, nowMs)));
  }

  private void decide(Arrived arrived, Scripted.@Nullable Ruling scripted) {
    Intent intent = arrived.intent();
    AdmissionFacts facts =
        door.facts(intent, arrived.offset(), arrived.previous(), arrived.depth(), nowMs);
    Ruling ruling = scripted == null ? gate.rule(intent, nowMs) : ruling(intent, scripted);
    String topic = topics.verdict(ruling.verdict());
    var decision = new Decision(intent, facts, ruling, topic, null, nextDecisionSeq++, nowMs);
    attempts.decided(decision);
    say(new News.Decided(decision, FakeAttempts.digest(decision)));
    if (!ledgerStands) {
      ledger();
    }
  }

  private static Ruling ruling(Intent intent, Scripted.Ruling scripted) {
    Reason reason = scripted.verdict() == Verdict.ADMIT ? Reason.ADMITTED : Reason.POLICY;
    return new Ruling(
        scripted.verdict(), reason, scripted.text(), List.of(), intent.priority(), intent.blast());
  }

  private void ledger() {
    ledgeredThrough = nextDecisionSeq - 1;
    List.copyOf(clients).forEach(client -> client.ledgered(Arrived.PARTITION, ledgeredThrough));
  }

  private void say(News news) {
    said.add(news);
    List.copyOf(clients).forEach(client -> client.hear(news));
  }
}
