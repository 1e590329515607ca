package io.floodwall.app.simulate;

import io.floodwall.core.Floodwall;
import io.floodwall.core.admission.Answer;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.gate.BuiltIns;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.Policy;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of the line protocol: a wall in memory that takes a line and answers with no line, with
 * one, or with one for each decision.
 *
 * <p>Time is what the lines say it is. Ids, times and capacities are unsigned 64-bit numbers.
 */
public final class Simulation {
  private static final Map<String, Op> OPS = byLabel(Op.values());
  private static final Map<String, Action.Kind> ACTIONS =
      byLabel(Action.Kind.APPLY, Action.Kind.SCALE, Action.Kind.DESTROY);
  private static final Map<String, Priority> PRIORITIES = byLabel(Priority.values());
  private static final Map<String, BlastRadius> BLASTS = byLabel(BlastRadius.values());
  private static final List<String> CONFIG_FIELDS =
      List.of("capacity", "burst", "refill", "policies", "allow");
  private static final List<String> SUBMIT_FIELDS =
      List.of(
          "id", "agent", "action", "resource", "manifest", "replicas", "priority", "blast", "now");
  private static final String ALLOWLIST = "resource-allowlist";

  private @Nullable Floodwall current;

  private enum Op {
    CONFIG,
    SUBMIT,
    TICK,
    DRAIN,
    STATE
  }

  /** Takes one line and gives what it answers, a line at a time, to {@code out}. */
  public void accept(String line, Consumer<String> out) throws BadLineException {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    Fields fields = Fields.parse(line);
    Op op = fields.choice("op", OPS);
    fields.allowOnly("op", fieldsOf(op));
    switch (op) {
      case CONFIG -> out.accept(config(fields));
      case SUBMIT -> out.accept(submit(wall(), fields));
      case TICK -> out.accept(tick(wall()));
      case DRAIN -> drain(wall(), out);
      case STATE -> out.accept(Answers.state(wall()));
    }
  }

  private static List<String> fieldsOf(Op op) {
    return switch (op) {
      case CONFIG -> CONFIG_FIELDS;
      case SUBMIT -> SUBMIT_FIELDS;
      case TICK, DRAIN, STATE -> List.of();
    };
  }

  private Floodwall wall() throws BadLineException {
    if (current == null) {
      throw new BadLineException("there is no wall yet", "give a config line first");
    }
    return current;
  }

  private String config(Fields fields) throws BadLineException {
    long capacity = fields.u64("capacity");
    var rate = RateLimit.perTick(fields.decimal("burst"), fields.decimal("refill"));
    Gate gate = Gate.of(policies(fields), true);
    current = new Floodwall(capacity < 0 ? Long.MAX_VALUE : capacity, rate, gate);
    return Answers.configured();
  }

  private static List<Policy> policies(Fields fields) throws BadLineException {
    boolean needsAllow = fields.texts("policies").contains(ALLOWLIST);
    List<String> allow = needsAllow || fields.has("allow") ? fields.texts("allow") : List.of();
    Map<String, Policy> known = new LinkedHashMap<>();
    known.put("no-global-destroy", BuiltIns.noGlobalDestroy());
    known.put("blast-needs-priority", BuiltIns.blastNeedsPriority());
    known.put(ALLOWLIST, BuiltIns.resourceAllowlist(allow));
    known.put("freeze-window", BuiltIns.freezeWindow(true));
    known.put("freeze-window-off", BuiltIns.freezeWindow(false));
    return fields.choices("policies", known);
  }

  private static String submit(Floodwall wall, Fields fields) throws BadLineException {
    long id = fields.u64("id");
    Intent intent =
        Intent.of(
            fields.text("agent"),
            Long.toUnsignedString(id),
            action(fields),
            fields.choice("priority", PRIORITIES),
            fields.choice("blast", BLASTS));
    // The core's time is signed: with the top bit flipped, unsigned order is signed order.
    Answer answer = wall.submit(intent, fields.u64("now") ^ Long.MIN_VALUE);
    return Answers.submitted(id, outcome(answer), wall.pending());
  }

  private static Action action(Fields fields) throws BadLineException {
    Action.Kind kind = fields.choice("action", ACTIONS);
    String resource = fields.text("resource");
    boolean applies = kind == Action.Kind.APPLY;
    boolean scales = kind == Action.Kind.SCALE;
    String manifest = applies || fields.has("manifest") ? fields.text("manifest") : "";
    long replicas = scales || fields.has("replicas") ? fields.u32("replicas") : 0;
    if (applies) {
      return new Action.Apply(resource, manifest);
    }
    return scales ? new Action.Scale(resource, replicas) : new Action.Destroy(resource);
  }

  private static String outcome(Answer answer) {
    if (!(answer instanceof Answer.Refuse refuse)) {
      return "queued";
    }
    return switch (refuse.reason()) {
      case RATE_LIMITED -> "rate_limited";
      case BACKPRESSURE -> "backpressure";
      default -> throw new IllegalStateException("the wall in memory never says " + refuse);
    };
  }

  private static String tick(Floodwall wall) {
    return wall.tick()
        .map(ruled -> Answers.ruled(ruled, wall.pending()))
        .orElseGet(Answers::nothingWaits);
  }

  private static void drain(Floodwall wall, Consumer<String> out) {
    while (wall.pending() > 0) {
      out.accept(tick(wall));
    }
  }

  @SafeVarargs
  private static <E extends Enum<E>> Map<String, E> byLabel(E... constants) {
    Map<String, E> labels = new LinkedHashMap<>();
    for (E constant : constants) {
      labels.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return labels;
  }
}
