package io.floodwall.app.look;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A list of one kind of thing: what is there now, and each change as it comes. */
interface Look {
  /** What a table of it shows. */
  List<Column> columns();

  /** What is there. */
  List<Row> rows();

  /** How many rows there were, those that were left out included. */
  long total();

  /** Passes on what comes or changes after {@link #rows}, for as long as {@code goesOn}. */
  void follow(Consumer<List<Row>> changed, BooleanSupplier goesOn);
}
