package io.floodwall.client;

import io.floodwall.core.Reason;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.outcome.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open proposals of one client, and what each answer makes of them: no I/O, on the clock of
 * whoever holds it. The client on Kafka and the one in memory are shells around it.
 *
 * <pre>
 * propose ──> sent ──acknowledged──> watched at its place ──news, ledgered, reported──> settled
 *              ^                          │        └──refused DUPLICATE──> watched at the first's place
 *              └──────────due─────────────┘ refused for rate or backpressure, where retries are on
 * </pre>
 */
public final class Proposals {
  private static final Logger LOG = LoggerFactory.getLogger(Proposals.class);

  private final AgentLimits limits;
  private final String intentsTopic;
  private final Executor callbacks;
  private final Set<Proposal> open = new LinkedHashSet<>();
  private final Watches watches = new Watches();
  private final Map<Integer, Long> through = new HashMap<>();
  private final Map<Integer, Long> lookUps = new TreeMap<>();

  // A record can be answered before its acknowledgement is heard: what comes for an agent with a
  // sending under way is kept until then.
  private final Map<String, Integer> unacknowledged = new HashMap<>();
  private final Map<IntentPlace, List<News>> early = new HashMap<>();
  // Counts until the end is told, not only known: a listener that blocks must not fill the heap.
  private int untold;
  private boolean closed;

  /** Proposals to {@code intentsTopic}; all that is told is told through {@code callbacks}. */
  public Proposals(AgentLimits limits, String intentsTopic, Executor callbacks) {
    this.limits = limits;
    this.intentsTopic = intentsTopic;
    this.callbacks = callbacks;
  }

  /** Opens a proposal that is about to be sent. */
  public synchronized Proposal propose(
      Intent intent, Until until, FateListener listener, long nowMs) {
    if (closed) {
      throw new ClientClosedException();
    }
    if (untold >= limits.pendingMax()) {
      throw new TooManyPendingException(limits.pendingMax());
    }
    var proposal = new Proposal(intent, until, listener, nowMs, nowMs + limits.answerTimeoutMs());
    open.add(proposal);
    untold++;
    unacknowledged.merge(intent.agent(), 1, Integer::sum);
    return proposal;
  }

  /** The brokers have it. */
  public synchronized void acknowledged(Proposal proposal, IntentPlace place, long nowMs) {
    noLongerUnacknowledged(proposal);
    List<News> before = early.remove(place);
    forgetEarly();
    if (open.contains(proposal)) {
      proposal.fate = proposal.fate.acknowledged(place);
      watches.watch(proposal, place);
      tell(proposal);
      if (before != null) {
        before.forEach(news -> hear(news, nowMs));
      }
    }
  }

  /** The brokers have not acknowledged it. */
  public synchronized void failed(Proposal proposal, Throwable why) {
    noLongerUnacknowledged(proposal);
    forgetEarly();
    fail(proposal, new NotSentException(why));
  }

  /** The wall has said something of some intent, perhaps of one that was proposed here. */
  public synchronized void hear(News news, long nowMs) {
    List<Proposal> watching = watches.at(news.place());
    if (watching.isEmpty()
        && unacknowledged.containsKey(news.agent())
        && early.size() < limits.pendingMax()) {
      early.computeIfAbsent(news.place(), place -> new ArrayList<>()).add(news);
    }
    for (Proposal proposal : watching) {
      hear(proposal, news, nowMs);
    }
  }

  /** Every decision of {@code partition} up to {@code decisionSeq} has its ledger entry. */
  public synchronized void ledgered(int partition, long decisionSeq) {
    through.merge(partition, decisionSeq, Math::max);
    for (Proposal proposal : watches.decidedThrough(partition, decisionSeq)) {
      nowInForce(proposal);
    }
  }

  /** Gives up what nobody answered in time, and answers what is to be sent again now. */
  public synchronized List<Proposal> due(long nowMs) {
    var again = new ArrayList<Proposal>();
    for (Proposal proposal : List.copyOf(open)) {
      if (proposal.future.isDone()) {
        drop(proposal); // cancelled
        untold--;
      } else if (nowMs >= proposal.dueMs) {
        if (waitsForAttempts(proposal) && !proposal.isExtended) {
          proposal.isExtended = true;
          proposal.dueMs += limits.outcomeTimeoutMs();
        } else if (proposal.isToBeSentAgain) {
          proposal.isToBeSentAgain = false;
          proposal.fate = Fate.sent(proposal.intent(), proposal.fate.attempt() + 1);
          proposal.dueMs = nowMs + limits.answerTimeoutMs();
          proposal.ahead.clear();
          unacknowledged.merge(proposal.intent().agent(), 1, Integer::sum);
          again.add(proposal);
        } else {
          long watchedMs =
              limits.answerTimeoutMs() + (proposal.isExtended ? limits.outcomeTimeoutMs() : 0);
          String where = WhereToLook.of(proposal.fate, intentsTopic, watchedMs);
          proposal.fate = proposal.fate.unanswered(where);
          settle(proposal);
        }
      }
    }
    return again;
  }

  /**
   * Where answers may lie that were given before this client listened: partition to the lowest
   * offset of an intent whose answer is wanted. Asked for once.
   */
  public synchronized Map<Integer, Long> takeLookUps() {
    if (lookUps.isEmpty()) {
      return Map.of();
    }
    Map<Integer, Long> wanted = Map.copyOf(lookUps);
    lookUps.clear();
    return wanted;
  }

  /** How many are open, or ended and not told yet. */
  public synchronized int open() {
    return untold;
  }

  /** Takes no more, and ends all that are open. */
  public synchronized void close() {
    closed = true;
    for (Proposal proposal : List.copyOf(open)) {
      fail(proposal, new ClientClosedException());
    }
  }

  private void hear(Proposal proposal, News news, long nowMs) {
    Fate fate = proposal.fate;
    if (news instanceof News.Waits waits) {
      if (fate.waiting() == null && fate.decision() == null) {
        proposal.fate = fate.waits(waits.waiting());
        tell(proposal);
      }
    } else if (news instanceof News.Refused refused) {
      refused(proposal, refused.refusal(), nowMs);
    } else if (news instanceof News.Reported reported) {
      attempted(proposal, reported.outcome());
    } else if (news instanceof News.Decided decided && fate.decision() == null) {
      proposal.fate = fate.decided(decided.decision());
      proposal.digest = decided.digest();
      long seq = decided.decision().decisionSeq();
      if (through.getOrDefault(news.place().partition(), -1L) >= seq) {
        nowInForce(proposal);
      } else {
        watches.decided(proposal, news.place().partition(), seq);
        tell(proposal);
      }
    }
  }

  private void nowInForce(Proposal proposal) {
    proposal.fate = proposal.fate.nowInForce();
    tell(proposal);
    proposal.ahead.forEach(outcome -> attempted(proposal, outcome));
    proposal.ahead.clear();
  }

  private void attempted(Proposal proposal, Outcome outcome) {
    if (open.contains(proposal) && proposal.isChangedBy(outcome)) {
      tell(proposal);
    }
  }

  private static boolean waitsForAttempts(Proposal proposal) {
    return proposal.until == Until.OUTCOME && proposal.fate.isAdmitted();
  }

  private void refused(Proposal proposal, Refusal refusal, long nowMs) {
    Long earlier = refusal.earlierOffset();
    if (refusal.reason() == Reason.ID_CONFLICT) {
      proposal.fate = proposal.fate.refused(refusal, null);
      fail(proposal, new IdConflictException(proposal.fate, refusal.detail()));
    } else if (refusal.reason() == Reason.DUPLICATE
        && earlier != null
        && limits.followDuplicates()) {
      var first = new IntentPlace(refusal.sourcePartition(), earlier);
      proposal.fate = proposal.fate.following(first);
      proposal.ahead.clear();
      watches.watch(proposal, first);
      lookUps.merge(first.partition(), first.offset(), Math::min);
      tell(proposal);
    } else {
      int attempt = proposal.fate.attempt();
      Long againInMs = limits.againInMs(refusal, attempt, nowMs - proposal.firstSentMs);
      proposal.fate = proposal.fate.refused(refusal, againInMs);
      if (againInMs != null) {
        watches.unwatch(proposal);
        proposal.isToBeSentAgain = true;
        proposal.dueMs = nowMs + againInMs;
      }
      tell(proposal);
    }
  }

  private void tell(Proposal proposal) {
    if (proposal.fate.retryInMs() == null && proposal.fate.isSettled(proposal.until)) {
      settle(proposal);
    } else {
      Fate fate = proposal.fate;
      callbacks.execute(() -> told(proposal, fate));
    }
  }

  private void settle(Proposal proposal) {
    drop(proposal);
    Fate fate = proposal.fate;
    callbacks.execute(
        () -> {
          told(proposal, fate);
          ended();
          proposal.future.complete(fate);
        });
  }

  private void fail(Proposal proposal, RuntimeException why) {
    if (open.contains(proposal)) {
      drop(proposal);
      callbacks.execute(
          () -> {
            ended();
            proposal.future.completeExceptionally(why);
          });
    }
  }

  private synchronized void ended() {
    untold--;
  }

  private void drop(Proposal proposal) {
    open.remove(proposal);
    watches.unwatch(proposal);
  }

  private static void told(Proposal proposal, Fate fate) {
    try {
      proposal.listener.told(fate);
    } catch (RuntimeException e) {
      LOG.warn("a listener failed on {}", fate.step(), e);
    }
  }

  private void noLongerUnacknowledged(Proposal proposal) {
    unacknowledged.computeIfPresent(
        proposal.intent().agent(), (agent, count) -> count == 1 ? null : count - 1);
  }

  private void forgetEarly() {
    if (unacknowledged.isEmpty()) {
      early.clear();
    }
  }
}
