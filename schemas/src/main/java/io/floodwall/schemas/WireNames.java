package io.floodwall.schemas;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.intent.Priority;
import io.floodwall.wire.Sha256;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The scalar types that core and wire share, by name.
 *
 * <p>A {@link Reason} travels as text, so that a new reason does not stop readers of an older
 * schema from resolving it; a name that is not in the closed list is refused.
 */
final class WireNames {
  private static final int SHOWN_MAX = 80;
  private static final Map<String, Reason> REASONS =
      Arrays.stream(Reason.values())
          .collect(Collectors.toUnmodifiableMap(Reason::name, reason -> reason));

  private static final Map<Priority, io.floodwall.wire.Priority> WIRE_PRIORITIES =
      byName(Priority.class, io.floodwall.wire.Priority::valueOf);
  private static final Map<io.floodwall.wire.Priority, Priority> PRIORITIES =
      byName(io.floodwall.wire.Priority.class, Priority::valueOf);
  private static final Map<BlastRadius, io.floodwall.wire.BlastRadius> WIRE_BLASTS =
      byName(BlastRadius.class, io.floodwall.wire.BlastRadius::valueOf);
  private static final Map<io.floodwall.wire.BlastRadius, BlastRadius> BLASTS =
      byName(io.floodwall.wire.BlastRadius.class, BlastRadius::valueOf);
  private static final Map<Verdict, io.floodwall.wire.Verdict> WIRE_VERDICTS =
      byName(Verdict.class, io.floodwall.wire.Verdict::valueOf);
  private static final Map<io.floodwall.wire.Verdict, Verdict> VERDICTS =
      byName(io.floodwall.wire.Verdict.class, Verdict::valueOf);

  private WireNames() {}

  /** The twin of each constant, found by name once and not for every record. */
  private static <A extends Enum<A>, B> Map<A, B> byName(Class<A> type, Function<String, B> twin) {
    var twins = new EnumMap<A, B>(type);
    for (A constant : type.getEnumConstants()) {
      twins.put(constant, twin.apply(constant.name()));
    }
    return twins;
  }

  private static <A, B> B twin(Map<A, B> twins, A constant) {
    return Objects.requireNonNull(twins.get(constant));
  }

  static Reason reason(String name) {
    Reason reason = REASONS.get(name);
    if (reason == null) {
      String shown = name.length() > SHOWN_MAX ? name.substring(0, SHOWN_MAX) + "..." : name;
      throw new IllegalArgumentException("unknown reason '" + PlainText.escaped(shown) + "'");
    }
    return reason;
  }

  static io.floodwall.wire.Priority toWire(Priority priority) {
    return twin(WIRE_PRIORITIES, priority);
  }

  static Priority fromWire(io.floodwall.wire.Priority priority) {
    return twin(PRIORITIES, priority);
  }

  static io.floodwall.wire.BlastRadius toWire(BlastRadius blast) {
    return twin(WIRE_BLASTS, blast);
  }

  static BlastRadius fromWire(io.floodwall.wire.BlastRadius blast) {
    return twin(BLASTS, blast);
  }

  static io.floodwall.wire.Verdict toWire(Verdict verdict) {
    return twin(WIRE_VERDICTS, verdict);
  }

  static Verdict fromWire(io.floodwall.wire.Verdict verdict) {
    return twin(VERDICTS, verdict);
  }

  static Sha256 toWire(Hash hash) {
    return new Sha256(hash.toBytes());
  }

  static Hash fromWire(Sha256 hash) {
    return Hash.of(hash.bytes());
  }
}
