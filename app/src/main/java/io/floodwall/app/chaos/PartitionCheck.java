package io.floodwall.app.chaos;

import io.floodwall.app.chaos.Checker.Submission;
import io.floodwall.app.chaos.Tally.Fault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was read of one partition, from its intents to its head, and what is wrong with it. */
final class PartitionCheck {
  private final int number;
  private final Tally tally;
  private final Texts texts;
  private final ChainCheck chain;
  private final TreeMap<Long, Written> intents = new TreeMap<>();
  private final Map<Long, Answer> answers = new HashMap<>();
  private final Set<Long> waiting = new HashSet<>();
  private long readTo = Long.MAX_VALUE;

  PartitionCheck(int number, Tally tally, Texts texts) {
    this.number = number;
    this.tally = tally;
    this.texts = texts;
    this.chain = new ChainCheck(number, tally);
  }

  private record Written(Submission submission, String agent, long appendMs) {}

  private record Answer(String verdict, String reason, long previous) {}

  void intent(Event event, Submission submission) {
    String agent = texts.one(event.text("agent"));
    var written = new Written(submission, agent, event.number("appendMs"));
    intents.put(event.number("offset"), written);
  }

  void take(Event event) {
    switch (event.op()) {
      case "position" -> readTo = event.number("offset");
      case "waiting" -> waiting.add(event.number("source"));
      case "answer" -> answer(event);
      default -> chain.take(event);
    }
  }

  long appendMs(long offset) {
    Written written = intents.get(offset);
    return written == null ? 0 : written.appendMs();
  }

  boolean holds(long offset) {
    return intents.containsKey(offset);
  }

  /** Tells each submission how often it is in the log. */
  void countWritten() {
    intents.values().forEach(written -> written.submission().isWritten());
  }

  private void answer(Event event) {
    long source = event.number("source");
    String verdict = texts.one(event.text("verdict"));
    String reason = texts.one(event.text("reason"));
    var answer = new Answer(verdict, reason, event.number("previous"));
    Answer before = answers.put(source, answer);
    if (before != null) {
      tally.more(Fault.DUPLICATED, at(source) + " was answered " + before + " and " + answer);
    }
    if (answer.verdict().equals("refuse")) {
      tally.refused++;
      chain.refusal(answer.reason(), source);
    } else {
      tally.decided++;
      chain.decision(event.number("decision"), event.text("payload"));
    }
  }

  /** Compares it all; the door's answers only when {@code door} is known. */
  void judge(@Nullable Door door) {
    long before = -1;
    for (var written : intents.entrySet()) {
      long offset = written.getKey();
      Answer answer = answers.get(offset);
      if (answer == null) {
        unanswered(offset);
      } else if (answer.previous() != before) {
        tally.less(
            Fault.LOST,
            at(offset) + " says that " + answer.previous() + " came before it, it was " + before);
      }
      if (door != null && answer != null) {
        compare(written.getValue(), at(offset), answer, door);
      }
      before = offset;
    }
    for (long source : answers.keySet()) {
      if (!intents.containsKey(source)) {
        tally.more(Fault.DUPLICATED, at(source) + " has an answer and no intent");
      }
    }
    chain.judge();
  }

  private void unanswered(long offset) {
    if (offset >= readTo || waiting.contains(offset)) {
      tally.pending++;
    } else {
      tally.less(Fault.LOST, at(offset) + " was read and has no answer");
    }
  }

  private void compare(Written written, String place, Answer answer, Door door) {
    String verdict = written.submission().expected();
    boolean refused = answer.verdict().equals("refuse");
    if ("refuse".equals(verdict)) {
      if (!refused) {
        tally.more(Fault.WRONG, place + " is bad input and was let through");
      }
      return;
    }
    if (refused && !answer.reason().equals("RATE_LIMITED")) {
      return; // for a reason that no clock of ours can tell; it spends no token
    }
    boolean passes = door.takes(written.agent(), written.appendMs());
    if (passes && refused) {
      tally.less(Fault.WRONG, place + " was refused, its agent had a token");
    } else if (!passes && !refused) {
      tally.more(Fault.WRONG, place + " was let through, its agent had no token");
    } else if (passes && verdict != null && !answer.verdict().equals(verdict)) {
      tally.less(Fault.WRONG, place + " is " + answer.verdict() + ", must be " + verdict);
    }
  }

  private String at(long offset) {
    return "intent " + number + "/" + offset;
  }
}
