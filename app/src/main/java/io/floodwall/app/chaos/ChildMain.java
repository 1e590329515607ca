package io.floodwall.app.chaos;

import io.floodwall.app.wall.LocalWall;
import io.floodwall.runtime.StreamMain;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A process of the chaos suite's wall: {@code broker FILE}, or the name of an application and its
 * options.
 *
 * <p>Its standard input is a {@link Leash}: whoever started it holds the other end, and when that
 * one is gone, in whatever way, so is this process.
 */
public final class ChildMain {
  /** How it exits when whoever started it is gone. */
  static final int LET_GO = 137;

  private ChildMain() {}

  public static void main(String[] args) throws Exception {
    Leash.ofThisProcess(LET_GO);
    if (args[0].equals("broker")) {
      BrokerNode.run(Path.of(args[1]));
      return;
    }
    var app = LocalWall.APPS.stream().filter(one -> one.name().equals(args[0])).toList();
    if (app.size() != 1) {
      throw new IllegalArgumentException("no application is called " + args[0]);
    }
    StreamMain.main(args[0], List.copyOf(app), Arrays.copyOfRange(args, 1, args.length));
  }
}
