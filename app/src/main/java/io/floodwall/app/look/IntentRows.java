package io.floodwall.app.look;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** How intents are listed: all of them, the refused, or the deferred. */
enum IntentRows {
  INTENTS(
      "AGENT",
      "ID",
      "AGE",
      "PRIORITY",
      "BLAST",
      "ACTION",
      "RESOURCE",
      "STATE",
      "FORCE",
      "REASON",
      "[TEXT]",
      "[TENANT]",
      "[PARTITION]",
      "[OFFSET]",
      "[DECISION]") {
    @Override
    List<String> cells(IntentView view, long nowMs) {
      return List.of(
          view.agent(),
          or(view.id()),
          Ages.of(view.appendMs(), nowMs),
          asked(view).priority(),
          asked(view).blast(),
          asked(view).action(),
          asked(view).resource(),
          view.state().name(),
          view.state().isDecided() ? (view.inForce() ? "yes" : "no") : "",
          or(view.reason()),
          or(view.text()),
          asked(view).tenant(),
          Integer.toString(view.partition()),
          Long.toString(view.offset()),
          view.decisionSeq() < 0 ? "" : Long.toString(view.decisionSeq()));
    }

    @Override
    Set<State> states() {
      return Set.of(State.values());
    }
  },
  REFUSED(
      "AGENT",
      "ID",
      "AGE",
      "REASON",
      "RETRY",
      "DETAIL",
      "[NEXT]",
      "[ACTION]",
      "[RESOURCE]",
      "[PARTITION]",
      "[OFFSET]") {
    @Override
    List<String> cells(IntentView view, long nowMs) {
      return List.of(
          view.agent(),
          or(view.id()),
          Ages.of(view.appendMs(), nowMs),
          or(view.reason()),
          view.retryAfterMs() == null ? "" : view.retryAfterMs() + "ms",
          or(view.text()),
          next(view),
          asked(view).action(),
          asked(view).resource(),
          Integer.toString(view.partition()),
          Long.toString(view.offset()));
    }

    @Override
    Set<State> states() {
      return Set.of(State.REFUSED);
    }
  },
  HOLDS(
      "AGENT",
      "ID",
      "AGE",
      "ACTION",
      "RESOURCE",
      "WHY",
      "FORCE",
      "[NEXT]",
      "[PRIORITY]",
      "[BLAST]",
      "[PARTITION]",
      "[OFFSET]",
      "[DECISION]") {
    @Override
    List<String> cells(IntentView view, long nowMs) {
      return List.of(
          view.agent(),
          or(view.id()),
          Ages.of(view.appendMs(), nowMs),
          asked(view).action(),
          asked(view).resource(),
          view.text() == null ? or(view.reason()) : view.text(),
          view.inForce() ? "yes" : "no",
          next(view),
          asked(view).priority(),
          asked(view).blast(),
          Integer.toString(view.partition()),
          Long.toString(view.offset()),
          Long.toString(view.decisionSeq()));
    }

    @Override
    Set<State> states() {
      return Set.of(State.DEFERRED);
    }
  };

  /** What is said of every deferral, until there are holds that wait for something. */
  static final String DEFERRED_IS_FINAL = "deferred is final: submit it again with a new id when ";

  private static final IntentView.Asked UNKNOWN = new IntentView.Asked("", "", "", "", "");

  private final String titles;

  IntentRows(String... titles) {
    this.titles = String.join(" ", titles);
  }

  abstract List<String> cells(IntentView view, long nowMs);

  /** Which intents are in the list. */
  abstract Set<State> states();

  List<Column> columns() {
    return Column.of(titles.split(" ", -1));
  }

  Row row(IntentView view, long nowMs) {
    return new Row("intent/" + view.agent() + "/" + or(view.id()), json(view), cells(view, nowMs));
  }

  /** What to do about it, or nothing. */
  static String next(IntentView view) {
    if (view.reason() == null || view.state() == State.ADMITTED) {
      return "";
    }
    if (view.state() == State.DEFERRED) {
      return DEFERRED_IS_FINAL + "what deferred it no longer holds";
    }
    return Reason.valueOf(view.reason()).next();
  }

  private static ObjectNode json(IntentView view) {
    ObjectNode object =
        Json.object()
            .put("agent", view.agent())
            .put("id", view.id())
            .put("state", view.state().label())
            .put("in_force", view.inForce())
            .put("reason", view.reason())
            .put("text", view.text())
            .put("next", next(view).isEmpty() ? null : next(view));
    object.put("retry_after_ms", view.retryAfterMs());
    IntentView.Asked asked = view.asked();
    object.put("tenant", asked == null ? null : asked.tenant());
    object.put("priority", asked == null ? null : asked.priority());
    object.put("blast", asked == null ? null : asked.blast());
    object.put("action", asked == null ? null : asked.action());
    object.put("resource", asked == null ? null : asked.resource());
    object.put(
        "appended_at",
        view.appendMs() < 0 ? null : Instant.ofEpochMilli(view.appendMs()).toString());
    object.put("partition", view.partition()).put("offset", view.offset());
    return object.put("decision_seq", view.decisionSeq() < 0 ? null : view.decisionSeq());
  }

  private static IntentView.Asked asked(IntentView view) {
    return view.asked() == null ? UNKNOWN : view.asked();
  }

  private static String or(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }
}
