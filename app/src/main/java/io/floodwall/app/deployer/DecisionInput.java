package io.floodwall.app.deployer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.ledger.DecisionPayload;
import io.floodwall.client.Delivery;

/** What a command gets on its stdin: one line with one JSON object. */
final class DecisionInput {
  private DecisionInput() {}

  static byte[] of(Delivery delivery) {
    ObjectNode object =
        Json.object()
            .put("token", delivery.fencingToken())
            .put("digest", delivery.digest().hex())
            .put("attempt", delivery.attempt())
            .put("repeat", delivery.isRepeat());
    new DecisionPayload(delivery.decision()).addTo(object);
    return (Json.line(object) + "\n").getBytes(UTF_8);
  }
}
