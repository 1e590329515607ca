package io.floodwall.app.look;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One thing that is listed.
 *
 * @param name what it is called, such as {@code intent/deployer/7}
 * @param json all of it, for programs
 * @param cells what the columns show, in the columns' order; not yet escaped
 */
public record Row(String name, ObjectNode json, List<String> cells) {
  public Row {
    cells = List.copyOf(cells);
  }
}
