package io.floodwall.schemas;

import io.floodwall.core.Reason;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.PlainText;
import io.floodwall.core.intent.Priority;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The types that more than one record has fields of. */
final class WireTypes {
  static final WireEnum<Priority> PRIORITY = WireEnum.of(Priority.class);
  static final WireEnum<BlastRadius> BLAST = WireEnum.of(BlastRadius.class);
  static final WireEnum<Verdict> VERDICT = WireEnum.of(Verdict.class);

  private static final int SHOWN_MAX = 80;
  private static final Map<String, Reason> REASONS =
      Arrays.stream(Reason.values())
          .collect(Collectors.toUnmodifiableMap(Reason::name, reason -> reason));

  private WireTypes() {}

  /**
   * A reason travels as text, so that a new one does not stop readers of an older schema from
   * resolving it; a name that is not in the closed list is refused.
   */
  static Reason readReason(WireDecoder in) throws IOException {
    int start = in.position();
    String name = in.readString();
    Reason reason = REASONS.get(name);
    if (reason == null) {
      String shown = name.length() > SHOWN_MAX ? name.substring(0, SHOWN_MAX) + "..." : name;
      throw new WireFormatException("unknown reason '" + PlainText.escaped(shown) + "'", start);
    }
    return reason;
  }

  static void write(Reason reason, WireEncoder out) {
    out.writeString(reason.name());
  }
}
