package io.floodwall.app.arch.broken.examples;

import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/** An agent that is more than a client. */
final class Agent {
  static @Nullable Topology topology() {
    return null;
  }

  private Agent() {}
}
