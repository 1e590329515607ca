package io.floodwall.app.arch.broken.runtime;

import io.floodwall.app.arch.broken.admission.Door;
import io.floodwall.app.arch.broken.core.Thing;

/** Knows a domain type and an application, and has a name that says nothing. */
public final class RunnerHelper {
  public static Object everythingForbidden() throws InterruptedException {
    return Thing.everythingForbidden() + Door.neighbour();
  }

  private RunnerHelper() {}
}
