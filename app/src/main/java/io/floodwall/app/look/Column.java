package io.floodwall.app.look;

import java.util.ArrayList;
import java.util.List;

/**
 * A column of a list.
 *
 * @param wideOnly whether only {@code -o wide} shows it
 */
public record Column(String title, boolean wideOnly) {

  /** Columns with these titles; one in brackets is for {@code -o wide} alone. */
  public static List<Column> of(String... titles) {
    var columns = new ArrayList<Column>();
    for (String title : titles) {
      boolean wide = title.startsWith("[");
      columns.add(new Column(wide ? title.substring(1, title.length() - 1) : title, wide));
    }
    return List.copyOf(columns);
  }
}
