package io.floodwall.app.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table of docs/access.md: what each role may do with each topic, one letter a thing. */
record AccessTable(Map<String, Map<Role, String>> rows) {

  static AccessTable read() throws IOException {
    var rows = new LinkedHashMap<String, Map<Role, String>>();
    List<Role> columns = List.of();
    for (String line : Files.readAllLines(Path.of("../docs/access.md"))) {
      List<String> cells = cells(line);
      if (line.startsWith("| topic |")) {
        columns = cells.stream().skip(1).map(title -> Role.of(title).orElseThrow()).toList();
      } else if (!columns.isEmpty() && cells.isEmpty()) {
        return new AccessTable(rows);
      } else if (!columns.isEmpty() && !line.startsWith("|---")) {
        var row = new LinkedHashMap<Role, String>();
        for (int i = 0; i < columns.size(); i++) {
          row.put(columns.get(i), sorted(cells.get(i + 1)));
        }
        rows.put(cells.get(0).replace("`", ""), row);
      }
    }
    throw new IllegalStateException("docs/access.md has no table, or no end of it");
  }

  /** What {@code role} may do, topic by topic. */
  Map<String, String> column(Role role) {
    var column = new LinkedHashMap<String, String>();
    rows.forEach((topic, row) -> column.put(topic, String.valueOf(row.get(role))));
    return column;
  }

  /** Letters in one order, {@code -} for none. */
  static String sorted(String letters) {
    var each = new TreeSet<>(letters.chars().mapToObj(Character::toString).toList());
    each.remove("-");
    return each.isEmpty() ? "-" : each.stream().collect(Collectors.joining());
  }

  private static List<String> cells(String line) {
    var cells = new ArrayList<String>();
    if (line.startsWith("|")) {
      for (String cell : line.substring(1, line.lastIndexOf('|')).split("\\|", -1)) {
        cells.add(cell.strip());
      }
    }
    return cells;
  }
}
