package io.floodwall.app.chaos;

/** SIGTERM and a new start, as in an upgrade: what is in hand may be finished first. */
record Restart(AppChild target) implements Fault {
  @Override
  public String op() {
    return "restart";
  }

  @Override
  public String app() {
    return target.app();
  }

  @Override
  public boolean isClean() {
    return true;
  }

  @Override
  public void strike() {
    target.process().stop();
  }

  @Override
  public void heal() {
    target.process().startAgain();
  }
}
