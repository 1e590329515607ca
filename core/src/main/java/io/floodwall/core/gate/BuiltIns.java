package io.floodwall.core.gate;

import java.util.Collection;

/** The four policies that ship, for whoever builds a gate without a bundle. */
public final class BuiltIns {
  private BuiltIns() {}

  /** {@code no-global-destroy}. */
  public static Policy noGlobalDestroy() {
    return new NoGlobalDestroy();
  }

  /** {@code blast-needs-priority}. */
  public static Policy blastNeedsPriority() {
    return new BlastNeedsPriority();
  }

  /** {@code resource-allowlist}. */
  public static Policy resourceAllowlist(Collection<String> allowed) {
    return new ResourceAllowlist(allowed);
  }

  /** {@code freeze-window}, on or off, with no end. */
  public static Policy freezeWindow(boolean frozen) {
    return new FreezeWindow(frozen, Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
