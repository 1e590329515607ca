package io.floodwall.app.arch.broken.core;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Does all that core must not. */
public final class Thing {
  private static final Random RANDOM = new Random(1);

  public static String everythingForbidden() throws InterruptedException {
    Thread.sleep(1);
    System.out.println(Instant.now() + " " + UUID.randomUUID());
    Logger.getLogger("core").info(LoggerFactory.getLogger("core").getName());
    if (RANDOM.nextBoolean()) {
      System.exit(1);
    }
    return "";
  }

  private Thing() {}
}
