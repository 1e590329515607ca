package io.floodwall.app.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The tables of {@code docs/metrics.md}: metric families as {@code name type}. */
record MetricsPage(Set<String> families) {
  private static final Path PAGE = Path.of("../docs/metrics.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z_]+)` \\| (counter|gauge|histogram) \\|", Pattern.MULTILINE);

  static MetricsPage read() throws IOException {
    var families = new TreeSet<String>();
    var rows = ROW.matcher(Files.readString(PAGE));
    while (rows.find()) {
      families.add(rows.group(1) + " " + rows.group(2));
    }
    return new MetricsPage(families);
  }
}
