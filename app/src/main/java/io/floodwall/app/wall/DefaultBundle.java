package io.floodwall.app.wall;

import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.intent.Intent;

/** Gives the default tenant the bundle that ships, when it has none at all. */
public final class DefaultBundle {
  private static final long CONFIRM_MS = 30_000;

  private DefaultBundle() {}

  /**
   * Publishes it when tenant {@code default} has no bundle, and waits until the running wall has
   * it.
   */
  public static boolean publishIfMissing(Wall wall) {
    if (isThere(wall)) {
      return false;
    }
    var publisher = new Publisher(wall);
    publisher.awaitInEffect(publisher.bundle(PolicyBundle.shipped()), CONFIRM_MS);
    return true;
  }

  /**
   * Publishes it when tenant {@code default} has no bundle, without waiting: nothing need run yet.
   */
  public static boolean publishIfMissingWithoutWaiting(Wall wall) {
    if (isThere(wall)) {
      return false;
    }
    new Publisher(wall).bundle(PolicyBundle.shipped());
    return true;
  }

  private static boolean isThere(Wall wall) {
    return !Bundles.of(wall, Intent.DEFAULT_TENANT).isEmpty();
  }
}
