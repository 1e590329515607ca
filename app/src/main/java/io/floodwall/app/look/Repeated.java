package io.floodwall.app.look;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/** A short list that is followed by reading it again and again, and telling what differs. */
final class Repeated implements Look {
  private static final long EVERY_MS = 500;

  private final List<Column> columns;
  private final Supplier<List<Row>> reading;
  private final int limit;
  private final Map<String, ObjectNode> told = new HashMap<>();
  private long total;

  Repeated(List<Column> columns, int limit, Supplier<List<Row>> reading) {
    this.columns = columns;
    this.reading = reading;
    this.limit = limit;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public List<Row> rows() {
    List<Row> all = reading.get();
    total = all.size();
    List<Row> rows = all.subList(0, Math.min(limit, all.size()));
    rows.forEach(row -> told.put(row.name(), row.json()));
    return rows;
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public void follow(Consumer<List<Row>> changed, BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      Time.SYSTEM.sleep(EVERY_MS);
      var before = new HashMap<>(told);
      var different = new ArrayList<>(rows());
      different.removeIf(row -> row.json().equals(before.get(row.name())));
      if (!different.isEmpty()) {
        changed.accept(different);
      }
    }
  }
}
