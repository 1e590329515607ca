package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code floodwall doctor} on a wall that runs: what it prints and how it exits. */
class DoctorCommandIT {
  @TempDir private Path folder;

  @Test
  void warningsAreZeroAndABrokenPromiseIsOne() throws Exception {
    try (RunningWall wall = RunningWall.start(Map.of())) {
      Said well = wall.type("doctor");
      assertThat(well).returns(0, Said::exit).returns("", Said::err);
      assertThat(well.out().lines())
          .contains("ok       features      transaction.version: 2")
          .anyMatch(line -> line.matches("ok       topics        floodwall\\.\\*: .* as specified"))
          .contains("ok       clock         controller 1: within 1 s of this machine")
          .contains("warning  access        authorizer: none")
          .contains("0 problems, 1 warning");
      for (String app : new String[] {"admission", "gate", "ledger"}) {
        assertThat(well.out())
            .containsPattern(
                "ok       applications  floodwall." + app + ": 1 member, \\d+ records");
      }

      Path file = Files.writeString(folder.resolve("open"), "client.id=me\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      Said broken = wall.type("doctor", "-o", "json", "--command-config", file.toString());
      assertThat(broken).returns(1, Said::exit).returns("", Said::err);
      assertThat(broken.json())
          .filteredOn(finding -> finding.get("severity").asText().equals("problem"))
          .singleElement()
          .extracting(JsonNode::toString)
          .isEqualTo(
              "{\"check\":\"files\",\"severity\":\"problem\",\"subject\":\"%1$s\",\"is\":\"rw-r--r--\",\"should\":\"rw-------\",\"why\":\"others on this machine can read or change who you are to Kafka\",\"fix\":\"chmod 600 %1$s\"}"
                  .formatted(file));
    }
  }
}
