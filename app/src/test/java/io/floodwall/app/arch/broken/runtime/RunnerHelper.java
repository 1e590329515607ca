package io.floodwall.app.arch.broken.runtime;

import io.floodwall.app.arch.broken.admission.Door;
import io.floodwall.app.arch.broken.core.Thing;
import io.floodwall.app.arch.broken.wire.Generated;

/** Knows a domain type, an application and a wire class, and has a name that says nothing. */
public final class RunnerHelper {
  public static Object everythingForbidden() throws InterruptedException {
    return Thing.everythingForbidden() + Door.neighbour() + Generated.class.getName();
  }

  private RunnerHelper() {}
}
