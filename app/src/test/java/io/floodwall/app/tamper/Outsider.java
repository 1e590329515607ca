package io.floodwall.app.tamper;

import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.commands.Said;
import io.floodwall.app.tamper.Layer.Look;
import io.floodwall.app.tamper.Layer.Place;
import io.floodwall.app.tamper.Layer.Trusted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Who is handed the ledger as a file, or asks whether it is complete; by heading in the table. */
final class Outsider {
  private Outsider() {}

  /** Makes a bundle of the chain, and checks it elsewhere. A damaged chain makes none. */
  static Map<String, Look> handedOver(Place place, Trusted with, Path bundle) {
    Look made =
        Layer.found(
            place,
            "ledger",
            "bundle",
            "--partition",
            "" + place.partition(),
            "--out",
            bundle.toString());
    if (made.found() == Files.exists(bundle)) {
      throw new AssertionError("a bundle of a damaged chain, or none of a sound one: " + made);
    }
    return Map.of(
        "`verify --bundle --vkey`",
        made.found() ? made : verified(bundle, "--vkey", with.vkey()),
        "`verify --bundle --policy`",
        made.found() ? made : verified(bundle, "--policy", with.policy().toString()));
  }

  private static Look verified(Path bundle, String option, String trusted) {
    Said said = Said.by("verify", "--bundle", bundle.toString(), option, trusted);
    Look look = Layer.known(said, ExitCode.OK, ExitCode.TAMPER);
    if (look.found() != said.out().contains("FAIL")) {
      throw new AssertionError("exit code and checks differ: " + said);
    }
    return look;
  }

  /** Compares intents, verdict topics and all chains of the wall. */
  static Map<String, Look> audited(Place place) {
    return Map.of("`ledger audit`", Layer.found(place, "ledger", "audit"));
  }
}
