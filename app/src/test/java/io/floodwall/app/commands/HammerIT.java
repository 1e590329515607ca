package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.ExitCode;
import org.junit.jupiter.api.Test;

/** A short swing at a wall of its own. */
final class HammerIT {
  @Test
  void proofsHoldWhileTheLedgerIsWritten() throws Exception {
    Said said =
        Said.by("hammer", "--for", "4s", "--readers", "2", "--verifiers", "1", "-o", "json");

    JsonNode told = said.json().get(0);
    assertThat(said.exit()).as(said.err()).isEqualTo(ExitCode.OK);
    assertThat(told.path("failures").asLong(-1)).isZero();
    assertThat(told.path("proofs_verified").asLong()).isPositive();
    assertThat(told.path("full_verifications").asLong()).isPositive();
    assertThat(told.path("writes").asLong()).isPositive();
    assertThat(told.path("rate_per_second").asLong())
        .isLessThanOrEqualTo(told.path("capacity_per_second").asLong());
    assertThat(told.path("receipt_p99_ms").asDouble())
        .isGreaterThanOrEqualTo(told.path("receipt_p50_ms").asDouble())
        .isPositive();
  }

  @Test
  void whatCannotBeSwungIsAUsageError() {
    assertThat(Said.by("hammer", "--readers", "0").exit()).isEqualTo(ExitCode.USAGE);
    assertThat(Said.by("hammer", "--for", "soon").exit()).isEqualTo(ExitCode.USAGE);
  }
}
