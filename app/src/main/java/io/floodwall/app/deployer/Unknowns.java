package io.floodwall.app.deployer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.ledger.OutcomePayload;
import io.floodwall.app.look.Column;
import io.floodwall.app.look.Row;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.outcome.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The outcomes that nobody knows: as rows, and found by what somebody types. */
final class Unknowns {
  static final List<Column> COLUMNS =
      Column.of("INTENT", "DECISION", "ATTEMPT", "DEPLOYER", "SINCE", "EVIDENCE");

  private static final int DIGITS = 12;

  private Unknowns() {}

  static List<Row> rows(List<Outcome> unknown) {
    return unknown.stream().map(Unknowns::row).toList();
  }

  private static Row row(Outcome outcome) {
    ObjectNode json = OutcomePayload.json(outcome);
    List<String> cells =
        List.of(
            name(outcome),
            digits(outcome),
            Integer.toString(outcome.attempt()),
            outcome.deployer(),
            Instant.ofEpochMilli(outcome.atMs()).toString(),
            AttemptLine.lastLine(outcome.evidence()));
    return new Row("outcome/" + digits(outcome), json, cells);
  }

  /** The one that {@code words} name: {@code AGENT/ID}, or the first digits of the decision. */
  static Outcome find(List<Outcome> unknown, String words) {
    List<Outcome> found =
        unknown.stream()
            .filter(
                outcome ->
                    words.equals(outcome.agent() + "/" + outcome.intentId())
                        || words.equals(name(outcome))
                        || (words.length() >= DIGITS && outcome.decision().hex().startsWith(words)))
            .toList();
    if (found.isEmpty()) {
      throw new CommandException(
          ExitCode.ERROR,
          "no unknown outcome of '"
              + words
              + "': it may be settled by now; see what there is with: floodwall deploy --unknown");
    }
    if (found.size() > 1) {
      throw CommandException.usage(
          "more than one unknown outcome is called '"
              + words
              + "'; name the decision: "
              + found.stream().map(Unknowns::digits).collect(Collectors.joining(" or ")));
    }
    return found.get(0);
  }

  static String name(Outcome outcome) {
    String tenant = outcome.tenant().equals(Intent.DEFAULT_TENANT) ? "" : outcome.tenant() + ":";
    return tenant + outcome.agent() + "/" + outcome.intentId();
  }

  private static String digits(Outcome outcome) {
    return outcome.decision().hex().substring(0, DIGITS);
  }
}
