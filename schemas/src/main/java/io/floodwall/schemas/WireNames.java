package io.floodwall.schemas;

import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.intent.Priority;
import io.floodwall.wire.Sha256;
import java.util.Arrays;
import java.util.Map;
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

  private WireNames() {}

  static Reason reason(String name) {
    Reason reason = REASONS.get(name);
    if (reason == null) {
      String shown = name.length() > SHOWN_MAX ? name.substring(0, SHOWN_MAX) + "..." : name;
      throw new IllegalArgumentException("unknown reason '" + PlainText.escaped(shown) + "'");
    }
    return reason;
  }

  static io.floodwall.wire.Priority toWire(Priority priority) {
    return io.floodwall.wire.Priority.valueOf(priority.name());
  }

  static Priority fromWire(io.floodwall.wire.Priority priority) {
    return Priority.valueOf(priority.name());
  }

  static io.floodwall.wire.BlastRadius toWire(BlastRadius blast) {
    return io.floodwall.wire.BlastRadius.valueOf(blast.name());
  }

  static BlastRadius fromWire(io.floodwall.wire.BlastRadius blast) {
    return BlastRadius.valueOf(blast.name());
  }

  static Sha256 toWire(Hash hash) {
    return new Sha256(hash.toBytes());
  }

  static Hash fromWire(Sha256 hash) {
    return Hash.of(hash.bytes());
  }
}
