package io.floodwall.core.gate;

import io.floodwall.core.intent.Intent;
import java.util.function.Function;

/** A policy for tests that does as it is told. */
record Says(String name, Function<Work, Opinion> opinion) implements Policy {

  /** Always of this opinion. */
  static Policy says(String name, Opinion opinion) {
    return new Says(name, work -> opinion);
  }

  @Override
  public Opinion evaluate(Intent intent, Facts facts, Work work) {
    return opinion.apply(work);
  }
}
