package io.floodwall.ledger;

import io.floodwall.runtime.StreamMain;
import java.util.List;

/** Runs the ledger in a process of its own. */
public final class LedgerMain {
  private LedgerMain() {}

  public static void main(String[] args) {
    StreamMain.main("floodwall-ledger", List.of(new LedgerApp()), args);
  }
}
