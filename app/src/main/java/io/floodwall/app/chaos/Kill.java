package io.floodwall.app.chaos;

/** SIGKILL, and a supervisor that starts the application again at once. */
record Kill(AppChild target) implements Fault {
  @Override
  public String op() {
    return "kill";
  }

  @Override
  public String app() {
    return target.app();
  }

  @Override
  public void strike() {
    target.process().kill();
  }

  @Override
  public void heal() {
    target.process().startAgain();
  }
}
