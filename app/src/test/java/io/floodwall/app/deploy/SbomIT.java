package io.floodwall.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The bill of materials that the build writes names every jar that ships. */
class SbomIT {
  private static final Path LIB = Path.of("target/floodwall/lib");
  private static final Path BOM = Shipped.ROOT.resolve("target/bom.json");

  @Test
  void everyJarThatShipsIsInTheBillOfMaterialsAndNothingChangesFromBuildToBuild()
      throws IOException {
    assumeTrue(Files.isDirectory(LIB), "Maven has not packaged the application here");
    assertThat(BOM).as("written by mvn package in the root folder").exists();
    JsonNode bom = Json.parse(Files.readString(BOM));
    assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bom.has("serialNumber")).isFalse();
    assertThat(bom.at("/metadata/timestamp").isMissingNode()).isTrue();
    Set<String> named = new HashSet<>();
    bom.get("components")
        .forEach(one -> named.add(one.get("name").asText() + "-" + one.get("version").asText()));
    List<String> missing;
    try (var jars = Files.list(LIB)) {
      missing =
          jars.map(jar -> jar.getFileName().toString().replaceAll("\\.jar$", ""))
              .filter(jar -> named.stream().noneMatch(jar::startsWith))
              .toList();
    }
    assertThat(missing).isEmpty();
    assertThat(named).noneMatch(one -> one.startsWith("junit") || one.startsWith("archunit"));
  }
}
