package io.floodwall.app.look;

import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputFormat;
import io.floodwall.app.cli.Terminal;
import io.floodwall.app.ledger.DataOut;
import java.io.PrintWriter;
import java.util.Map;

/**
 * Where the rounds of the live table go: over one another on a terminal, one below the other
 * elsewhere.
 */
final class Screen {
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_TO_END = "\u001b[J";
  private static final String CLEAR_ALL = "\u001b[2J";

  private final PrintWriter out;
  private final OutputFormat format;
  private final boolean redraws;
  private boolean drawn;

  Screen(PrintWriter out, OutputFormat format, boolean redraws) {
    this.out = out;
    this.format = format;
    this.redraws = redraws;
  }

  /** Whether a person watches on something that can be redrawn. */
  static boolean canRedraw(Map<String, String> environment) {
    String term = environment.getOrDefault("TERM", "dumb");
    return Terminal.isThere() && !term.equals("dumb") && environment.get("NO_COLOR") == null;
  }

  /** Shows a round; answers whether anybody still reads. */
  boolean show(Rates round) {
    var data = new DataOut(out);
    if (format == OutputFormat.json) {
      out.println(Json.line(round.json()));
      return !data.isClosed();
    }
    if (redraws) {
      out.print(drawn ? HOME + CLEAR_TO_END : CLEAR_ALL + HOME);
    } else if (drawn) {
      out.println();
    }
    drawn = true;
    data.text(round.headline());
    new RowPrinter(Rates.COLUMNS, LookFormat.table, data).print(round.rows());
    return !data.isClosed();
  }
}
