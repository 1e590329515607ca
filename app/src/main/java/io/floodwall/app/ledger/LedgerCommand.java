package io.floodwall.app.ledger;

import io.floodwall.app.proof.BundleCommand;
import picocli.CommandLine.Command;

/** {@code floodwall ledger}: reads the record, of a wall that runs or of a folder that was kept. */
@Command(
    name = "ledger",
    description =
        "Verifies and audits the ledger, prints it, and rebuilds the wall's state from it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall ledger verify                     of the wall on 127.0.0.1:9092",
      "  floodwall ledger verify --data demo-data    of a folder that nothing runs on",
      "  floodwall ledger audit                      has every intent exactly one outcome?",
      "  floodwall ledger cat --agent deployer -o json | jq .decision.verdict",
      "  floodwall ledger replay --to 2026-11-03T10:00:00Z",
      "",
      "All of them only read, but for replay --rebuild. Exit code 5: the ledger is not what was"
          + " written."
    },
    subcommands = {
      VerifyCommand.class,
      BundleCommand.class,
      AuditCommand.class,
      CatCommand.class,
      HeadCommand.class,
      ReplayCommand.class
    })
public final class LedgerCommand {}
