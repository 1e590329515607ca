package io.floodwall.app.cli;

/** The exit codes: a contract, listed in the README. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int ERROR = 1;
  public static final int USAGE = 2;

  /** The wall said no: an intent was rejected or refused. */
  public static final int REFUSED = 3;

  /** Not decided yet, or not confirmed yet. */
  public static final int PENDING = 4;

  /** The ledger is not what was written. */
  public static final int TAMPER = 5;

  private ExitCode() {}
}
