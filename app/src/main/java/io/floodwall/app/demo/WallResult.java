package io.floodwall.app.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.ledger.CompatChain;
import org.jspecify.annotations.Nullable;

/**
 * What one wall made of the flood: its figures, its SHA-256 head, whether its chain is sound, and
 * how long it took.
 *
 * @param checkpoint the signed head of its Merkle tree, or null where nothing is signed
 */
record WallResult(
    SeedFlood.Figures figures,
    String head,
    boolean chainValid,
    double seconds,
    @Nullable String checkpoint) {

  /** The same with the checkpoint over its ledger, a signed note. */
  WallResult under(String note) {
    return new WallResult(figures, head, chainValid, seconds, note);
  }

  double intentsPerSecond() {
    return seconds > 0 ? SeedFlood.INTENTS / seconds : 0;
  }

  /** Whether every published figure is met and the chain is sound. */
  boolean meetsPublished() {
    return chainValid && figures.equals(SeedFlood.PUBLISHED);
  }

  ObjectNode json() {
    return Json.object()
        .put("rate_limited", figures.rateLimited())
        .put("backpressure", figures.backpressure())
        .put("queued", figures.queued())
        .put("admitted", figures.admitted())
        .put("deferred", figures.deferred())
        .put("rejected", figures.rejected())
        .put("records", figures.records())
        .put("compat_head", CompatChain.hex(figures.compatHead()))
        .put("head", head)
        .put("chain_valid", chainValid)
        .put("seconds", Math.round(seconds * 1e6) / 1e6)
        .put("intents_per_second", Math.round(intentsPerSecond()))
        .put("checkpoint", checkpoint);
  }
}
