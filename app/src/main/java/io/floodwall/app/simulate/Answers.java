package io.floodwall.app.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.Floodwall;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.gate.Verdict;
import io.floodwall.core.ledger.CompatChain;
import java.math.BigInteger;
import java.util.Objects;

/** The lines that a simulation answers with: one JSON object each, keys in a fixed order. */
final class Answers {
  private Answers() {}

  static String configured() {
    return Json.line(answer("config"));
  }

  /** {@code id} is an unsigned 64-bit number. */
  static String submitted(long id, String outcome, int pending) {
    return Json.line(
        answer("submit")
            .put("id", new BigInteger(Long.toUnsignedString(id)))
            .put("outcome", outcome)
            .put("pending", pending));
  }

  static String nothingWaits() {
    return Json.line(answer("tick").put("none", true));
  }

  static String ruled(Floodwall.Ruled ruled, int pending) {
    CompatChain.Link link = Objects.requireNonNull(ruled.row().compat(), "ids are decimal");
    ObjectNode answer =
        answer("tick")
            .put("id", new BigInteger(ruled.intent().id()))
            .put("agent", ruled.intent().agent())
            .put("verdict", ruled.ruling().verdict().label())
            .put("reason", ruled.ruling().text());
    ArrayNode breakdown = answer.putArray("breakdown");
    for (Ruling.Said said : ruled.ruling().breakdown()) {
      // A policy of the seed admits what it does not object to.
      Verdict verdict = said.verdict() == null ? Verdict.ADMIT : said.verdict();
      breakdown.addArray().add(said.policy()).add(verdict.label()).add(said.text());
    }
    return Json.line(
        answer
            .put("seq", link.seq())
            .put("prev", CompatChain.hex(link.prev()))
            .put("digest", CompatChain.hex(link.digest()))
            .put("pending", pending));
  }

  static String state(Floodwall wall) {
    return Json.line(
        answer("state")
            .put("pending", wall.pending())
            .put("records", wall.ledger().size())
            .put("head", CompatChain.hex(wall.ledger().compatHead()))
            .put("valid", wall.ledger().verify().isEmpty()));
  }

  private static ObjectNode answer(String op) {
    return Json.object().put("op", op);
  }
}
