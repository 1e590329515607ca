package io.floodwall.app.tamper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of docs/limitations.md: what each layer is said to find of each attack. */
final class Claims {
  private static final Path PAGE = Path.of("../docs/limitations.md");

  private Claims() {}

  /** Attack, layer, whether it is detected. */
  static Map<String, Map<String, Boolean>> read() throws IOException {
    List<String[]> rows =
        Files.readAllLines(PAGE).stream()
            .dropWhile(line -> !line.startsWith("| attack |"))
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
            .toList();
    var claims = new LinkedHashMap<String, Map<String, Boolean>>();
    for (String[] row : rows.subList(2, rows.size())) {
      var cells = new LinkedHashMap<String, Boolean>();
      for (int i = 1; i < row.length; i++) {
        cells.put(rows.get(0)[i], row[i].equals("detected"));
      }
      claims.put(row[0], cells);
    }
    return claims;
  }
}
