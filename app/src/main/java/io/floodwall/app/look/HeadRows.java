package io.floodwall.app.look;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.ledger.PublishedHead;
import java.util.List;

/** How chains are listed. */
final class HeadRows {
  static final List<Column> COLUMNS =
      Column.of("PARTITION", "SIZE", "DIGEST", "DECISIONS-THROUGH", "DECIDED", "LAG", "[ORIGIN]");

  private static final int DIGEST_CHARS = 12;

  private HeadRows() {}

  static List<Row> of(List<Chains.Stand> stands) {
    return stands.stream().map(HeadRows::row).toList();
  }

  private static Row row(Chains.Stand stand) {
    PublishedHead head = stand.head();
    ObjectNode json =
        Json.object()
            .put("partition", stand.partition())
            .put("origin", head == null ? null : head.origin())
            .put("size", head == null ? 0 : head.head().size())
            .put("digest", head == null ? null : head.head().digest().hex())
            .put("decisions_through", head == null ? -1 : head.decisionsThrough())
            .put("decided", stand.decided())
            .put("lag", stand.lag());
    return new Row(
        "head/" + stand.partition(),
        json,
        List.of(
            Integer.toString(stand.partition()),
            head == null ? "0" : Long.toString(head.head().size()),
            head == null ? "" : head.head().digest().hex().substring(0, DIGEST_CHARS),
            head == null ? "-1" : Long.toString(head.decisionsThrough()),
            Long.toString(stand.decided()),
            Long.toString(stand.lag()),
            head == null ? "" : head.origin()));
  }
}
