package io.floodwall.app.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The deployment files as they ship, parsed. */
final class Shipped {
  static final Path ROOT = Path.of("..");

  private Shipped() {}

  /** Every document of a YAML file. */
  static List<JsonNode> yaml(Path file) throws IOException {
    var load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
    var documents = new ArrayList<JsonNode>();
    load.loadAllFromString(Files.readString(file)).forEach(one -> documents.add(Json.tree(one)));
    return documents;
  }

  static JsonNode compose(String file) throws IOException {
    return yaml(ROOT.resolve(file)).get(0);
  }

  /** The files of a folder whose names end so. */
  static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
      if (found.isEmpty()) {
        throw new AssertionError("nothing in " + folder);
      }
      return found;
    }
  }

  static List<String> words(JsonNode array) {
    var words = new ArrayList<String>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }
}
