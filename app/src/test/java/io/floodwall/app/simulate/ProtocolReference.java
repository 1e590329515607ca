package io.floodwall.app.simulate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The line protocol a second time, as plainly as it can be said: a list that is searched, exact
 * decimals, and numbers without a size. The oracle of {@link SimulationAgreesTest}.
 */
final class ProtocolReference {
  private static final BigInteger MOD = BigInteger.ONE.shiftLeft(64);
  private static final BigInteger BASIS = new BigInteger("cbf29ce484222325", 16);
  private static final BigInteger PRIME = new BigInteger("100000001b3", 16);
  private static final List<String> PRIORITIES = List.of("bulk", "normal", "urgent", "pager");
  private static final List<String> TITLES = List.of("Bulk", "Normal", "Urgent", "Pager");
  private static final List<String> BLASTS = List.of("cell", "service", "region", "global");
  private static final List<String> BLAST_TITLES = List.of("Cell", "Service", "Region", "Global");
  private static final List<String> HARSHNESS = List.of("admit", "defer", "reject");

  record Config(
      BigInteger capacity,
      BigDecimal burst,
      BigDecimal refill,
      List<String> policies,
      List<String> allow) {}

  record Submit(
      BigInteger id,
      String agent,
      String action,
      String resource,
      long replicas,
      String priority,
      String blast,
      BigInteger now) {}

  private record Said(String policy, String verdict, String reason) {
    String json() {
      return "[\"%s\",\"%s\",%s]".formatted(policy, verdict, quoted(reason));
    }
  }

  private final Config config;
  private final Map<String, BigDecimal> tokens = new HashMap<>();
  private final Map<String, BigInteger> refilledAt = new HashMap<>();
  private final List<Submit> waiting = new ArrayList<>();
  private BigInteger head = BASIS;
  private int records;

  ProtocolReference(Config config) {
    this.config = config;
  }

  String submit(Submit intent) {
    return "{\"op\":\"submit\",\"id\":%d,\"outcome\":\"%s\",\"pending\":%d}"
        .formatted(intent.id, outcome(intent), waiting.size());
  }

  private String outcome(Submit intent) {
    if (BigInteger.valueOf(waiting.size()).compareTo(config.capacity) >= 0) {
      return "backpressure";
    }
    BigDecimal burst = config.burst.setScale(6, RoundingMode.DOWN);
    BigDecimal refill = config.refill.setScale(6, RoundingMode.DOWN);
    BigInteger last = refilledAt.getOrDefault(intent.agent, intent.now);
    BigDecimal has = tokens.getOrDefault(intent.agent, burst);
    if (intent.now.compareTo(last) > 0) {
      has = has.add(refill.multiply(new BigDecimal(intent.now.subtract(last)))).min(burst);
      last = intent.now;
    }
    boolean taken = has.compareTo(BigDecimal.ONE) >= 0;
    tokens.put(intent.agent, taken ? has.subtract(BigDecimal.ONE) : has);
    refilledAt.put(intent.agent, last);
    if (taken) {
      waiting.add(intent);
    }
    return taken ? "queued" : "rate_limited";
  }

  List<String> drain() {
    var lines = new ArrayList<String>();
    while (!waiting.isEmpty()) {
      lines.add(tick());
    }
    return lines;
  }

  String tick() {
    if (waiting.isEmpty()) {
      return "{\"op\":\"tick\",\"none\":true}";
    }
    int first = 0;
    for (int i = 1; i < waiting.size(); i++) {
      if (rank(waiting.get(i)) > rank(waiting.get(first))) {
        first = i;
      }
    }
    Submit intent = waiting.remove(first);
    List<Said> breakdown = config.policies.stream().map(name -> ask(name, intent)).toList();
    var ruling = new Said("", "admit", null);
    for (Said said : breakdown) {
      if (HARSHNESS.indexOf(said.verdict) > HARSHNESS.indexOf(ruling.verdict)) {
        ruling = said;
      }
    }
    BigInteger prev = head;
    head = digest(prev, BigInteger.valueOf(records), intent, ruling.verdict);
    return ("{\"op\":\"tick\",\"id\":%d,\"agent\":%s,\"verdict\":\"%s\",\"reason\":%s,"
            + "\"breakdown\":[%s],\"seq\":%d,\"prev\":\"%s\",\"digest\":\"%s\",\"pending\":%d}")
        .formatted(
            intent.id,
            quoted(intent.agent),
            ruling.verdict,
            quoted(ruling.reason),
            String.join(",", breakdown.stream().map(Said::json).toList()),
            records++,
            hex(prev),
            hex(head),
            waiting.size());
  }

  String state() {
    return "{\"op\":\"state\",\"pending\":%d,\"records\":%d,\"head\":\"%s\",\"valid\":true}"
        .formatted(waiting.size(), records, hex(head));
  }

  private Said ask(String policy, Submit intent) {
    return switch (policy) {
      case "no-global-destroy" ->
          destroys(intent) && intent.blast.equals("global")
              ? new Said(policy, "reject", "destructive global change requires human sign-off")
              : new Said(policy, "admit", null);
      case "blast-needs-priority" -> priority(intent);
      case "resource-allowlist" ->
          config.allow.contains(intent.resource)
              ? new Said(policy, "admit", null)
              : new Said(
                  policy, "defer", "resource '" + intent.resource + "' is not on the allowlist");
      case "freeze-window" -> new Said(policy, "defer", "change freeze in effect");
      case "freeze-window-off" -> new Said("freeze-window", "admit", null);
      default -> throw new IllegalArgumentException(policy);
    };
  }

  private static Said priority(Submit intent) {
    int blast = BLASTS.indexOf(intent.blast);
    int needed = Math.min(blast, PRIORITIES.indexOf("urgent"));
    String reason =
        "%s blast radius needs priority >= %s, got %s"
            .formatted(BLAST_TITLES.get(blast), TITLES.get(needed), TITLES.get(rank(intent)));
    return rank(intent) < needed
        ? new Said("blast-needs-priority", "reject", reason)
        : new Said("blast-needs-priority", "admit", null);
  }

  private static boolean destroys(Submit intent) {
    return intent.action.equals("destroy")
        || (intent.action.equals("scale") && intent.replicas == 0);
  }

  private static int rank(Submit intent) {
    return PRIORITIES.indexOf(intent.priority);
  }

  private static BigInteger digest(BigInteger prev, BigInteger seq, Submit intent, String verdict) {
    BigInteger hash = BASIS;
    for (BigInteger number : List.of(prev, seq, intent.id)) {
      for (int i = 0; i < 8; i++) {
        hash = fold(hash, number.shiftRight(8 * i).intValue() & 0xFF);
      }
    }
    for (byte b : (intent.agent + verdict).getBytes(StandardCharsets.UTF_8)) {
      hash = fold(hash, b & 0xFF);
    }
    return hash;
  }

  private static BigInteger fold(BigInteger hash, int b) {
    return hash.xor(BigInteger.valueOf(b)).multiply(PRIME).mod(MOD);
  }

  private static String hex(BigInteger number) {
    return "0x%016x".formatted(number);
  }

  private static String quoted(String text) {
    if (text == null) {
      return "null";
    }
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return '"' + escaped.replace("\u00E9", "\\u00E9") + '"';
  }
}
