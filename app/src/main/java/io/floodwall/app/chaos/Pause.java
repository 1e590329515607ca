package io.floodwall.app.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * SIGSTOP past the session's and the transaction's timeout, while another instance takes over; then
 * SIGCONT: a zombie that wants to go on where it was, with records half written.
 */
final class Pause implements Fault {
  private final ChaosWall wall;
  private final AppChild target;
  private @Nullable AppChild standIn;

  Pause(ChaosWall wall, AppChild target) {
    this.wall = wall;
    this.target = target;
  }

  @Override
  public String op() {
    return "pause";
  }

  @Override
  public String app() {
    return target.app();
  }

  @Override
  public void strike() {
    target.process().freeze();
  }

  @Override
  public void heal() {
    try {
      standIn = wall.startInstance(target.app(), 1);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a stand-in for " + target.app(), e);
    }
  }

  /** Wakes the zombie beside its successor, waits until it has found its place, and swaps back. */
  @Override
  public void tidy() {
    target.process().thaw();
    Patience.LONG.until(target.process().name() + " is back after its pause", target::isReady);
    if (standIn != null) {
      standIn.process().stop();
    }
  }
}
