package io.floodwall.app.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.intent.PlainText;
import java.io.PrintWriter;

/**
 * Where these commands print, line by line: what agents wrote reaches it only with every character
 * escaped that could move a cursor, break the line, or reorder or hide text.
 */
public final class DataOut {
  private final PrintWriter out;

  public DataOut(PrintWriter out) {
    this.out = out;
  }

  /** One line for people. */
  public void text(String line) {
    out.println(PlainText.escaped(line));
  }

  /** One line for programs. */
  public void json(JsonNode object) {
    out.println(Json.line(object));
  }

  /**
   * Sends on what was printed; answers whether nobody reads it any more, as behind {@code | head}.
   */
  public boolean isClosed() {
    return out.checkError();
  }
}
