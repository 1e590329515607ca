package io.floodwall.app.look;

import io.floodwall.app.cli.YamlText;
import io.floodwall.app.ledger.DataOut;
import io.floodwall.core.intent.PlainText;
import java.util.List;

/**
 * Prints rows in one format; columns keep their widths from the first rows on, so that what comes
 * later stands below what was there.
 */
public final class RowPrinter {
  /** The most characters of a cell; {@code -o json} has all of it. */
  static final int CELL_CHARS_MAX = 48;

  /** The most characters of a cell in {@code -o wide}. */
  static final int WIDE_CELL_CHARS_MAX = 200;

  private static final String GAP = "  ";

  private final List<Column> columns;
  private final LookFormat format;
  private final DataOut out;
  private final int[] widths;
  private boolean titled;

  public RowPrinter(List<Column> columns, LookFormat format, DataOut out) {
    this.columns = columns;
    this.format = format;
    this.out = out;
    this.widths = columns.stream().mapToInt(column -> column.title().length()).toArray();
  }

  /** Prints them; a table with its titles, even when there are none. */
  public void print(List<Row> rows) {
    switch (format) {
      case json -> rows.forEach(row -> out.json(row.json()));
      case yaml -> rows.forEach(row -> YamlText.document(row.json()).lines().forEach(out::text));
      case name -> rows.forEach(row -> out.text(row.name()));
      case table, wide -> table(rows);
    }
  }

  private void table(List<Row> rows) {
    for (Row row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], shown(row.cells().get(i)).length());
      }
    }
    if (!titled) {
      titled = true;
      line(columns.stream().map(Column::title).toList());
    }
    rows.forEach(row -> line(row.cells()));
  }

  private void line(List<String> cells) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      if (format == LookFormat.wide || !columns.get(i).wideOnly()) {
        String cell = shown(cells.get(i));
        line.append(line.isEmpty() ? "" : GAP).append(cell);
        line.append(" ".repeat(Math.max(0, widths[i] - cell.length())));
      }
    }
    out.text(line.toString().stripTrailing());
  }

  private String shown(String cell) {
    int most = format == LookFormat.wide ? WIDE_CELL_CHARS_MAX : CELL_CHARS_MAX;
    String plain = PlainText.escaped(PlainText.start(cell, most + 1));
    String shown = plain.length() > most ? PlainText.start(plain, most - 1) + "…" : plain;
    return shown.isEmpty() ? "-" : shown;
  }
}
