package io.floodwall.admission;

import io.floodwall.runtime.StreamMain;
import java.util.List;

/** Runs admission in a process of its own. */
public final class AdmissionMain {
  private AdmissionMain() {}

  public static void main(String[] args) {
    StreamMain.main("floodwall-admission", List.of(new AdmissionApp()), args);
  }
}
