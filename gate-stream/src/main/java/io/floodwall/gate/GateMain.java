package io.floodwall.gate;

import io.floodwall.runtime.StreamMain;
import java.util.List;

/** Runs the gate in a process of its own. */
public final class GateMain {
  private GateMain() {}

  public static void main(String[] args) {
    StreamMain.main("floodwall-gate", List.of(new GateApp()), args);
  }
}
