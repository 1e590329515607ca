package io.floodwall.core.gate;

import io.floodwall.core.intent.Intent;
import java.util.Collection;
import java.util.Set;

/**
 * Speaks for changes to the listed resources and defers all others, so that a person can extend the
 * list.
 */
final class ResourceAllowlist implements Policy {
  static final String NAME = "resource-allowlist";

  private final Set<String> allowed;

  ResourceAllowlist(Collection<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Opinion evaluate(Intent intent, Facts facts, Work work) {
    String resource = intent.action().resource();
    return allowed.contains(resource)
        ? Opinion.ADMIT
        : Opinion.defer("resource '" + resource + "' is not on the allowlist");
  }
}
