package io.floodwall.app.tamper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tables of docs/limitations.md: what each is said to find of each attack. */
final class Claims {
  private static final Path PAGE = Path.of("../docs/limitations.md");

  private Claims() {}

  /** Attack, layer or command, whether it is detected. */
  static Map<String, Map<String, Boolean>> read() throws IOException {
    var claims = new LinkedHashMap<String, Map<String, Boolean>>();
    String[] heading = {};
    for (String line : Files.readAllLines(PAGE)) {
      String[] row = line.startsWith("| ") ? cells(line) : new String[] {};
      if (row.length == 0) {
        heading = line.startsWith("|") ? heading : row;
      } else if (row[0].equals("attack")) {
        heading = row;
      } else if (heading.length > 0) {
        Map<String, Boolean> cells = claims.computeIfAbsent(row[0], name -> new LinkedHashMap<>());
        for (int i = 1; i < row.length; i++) {
          cells.put(heading[i], row[i].equals("detected"));
        }
      }
    }
    return claims;
  }

  private static String[] cells(String line) {
    return line.substring(2, line.length() - 2).split(" \\| ", -1);
  }
}
