package io.floodwall.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import org.junit.jupiter.api.Test;

/** What people read of each part, from reports that were made up. */
final class ReportsTest {
  private static JsonNode report(String json) throws JsonProcessingException {
    return Json.parse(json.replace('\'', '"'));
  }

  private static String lane(String name, int median, int min, int max, double cpu) {
    return "'%s':{'per_second':{'median':%d,'min':%d,'max':%d},'cpu_seconds_per_million':{'median':%s}}"
        .formatted(name, median, min, max, cpu);
  }

  private static String throughput(String sealed, String quick) {
    return "{'intents_per_round':200000,'intent_bytes':162,'rounds':5,"
        + lane("wall", 42_338, 37_520, 45_777, 40.8)
        + sealed
        + ","
        + lane("same_work", 59_050, 50_641, 61_999, 27.6)
        + ","
        + lane("pass_through", 128_013, 92_093, 164_148, 12.8)
        + ","
        + lane("producer", 751_099, 602_053, 916_987, 1.7)
        + ",'ratio_to_same_work':0.717,'ratio_to_pass_through':0.331,"
        + "'settings':{'commit_interval_ms':100,'quick':"
        + quick
        + "}}";
  }

  @Test
  void throughput() throws Exception {
    String sealed =
        ",'ratio_sealed_to_wall':0.827,'seal_lag_seconds_max':1.41,"
            + lane("sealed_wall", 35_010, 28_820, 37_660, 49.3);
    assertThat(ThroughputText.of(report(throughput(sealed, "false"))))
        .isEqualTo(
            """
            Throughput: 200,000 intents of 162 bytes a round, 5 rounds, commit interval 100 ms.

                          intents/s  min to max             CPU us  what it is
            wall             42,338  37,520 to 45,777         40.8  admission, gate and ledger
            sealed wall      35,010  28,820 to 37,660         49.3  the same with the sealer: tiles and signed checkpoints
            same work        59,050  50,641 to 61,999         27.6  the same Kafka work without a decision in it
            pass through    128,013  92,093 to 164,148        12.8  three hops with nothing in them
            producer        751,099  602,053 to 916,987        1.7  the agents alone

            The wall does 0.72 of the same work, and 0.33 of the pass-through.
            Sealed it does 0.83 of that; seals were at most 1.4 s behind the end of a round.
            """);
  }

  @Test
  void aShortRunSaysThatItIsShortAndHasNoSealedLane() throws Exception {
    assertThat(ThroughputText.of(report(throughput("", "true"))))
        .contains("A short run: the JVM is still compiling")
        .doesNotContain("sealed", "Sealed");
  }

  @Test
  void latency() throws Exception {
    String marks = "{'p50':%s,'p99':%s,'max':%s}";
    String json =
        "{'commit_interval_ms':20,'admitted_p99_ms':79.6,'ratio_p99_to_same_work':1.234,'receipt_p99_ms_at_5000':871.2,'rows':["
            + "{'lane':'same_work','commit_interval_ms':20,'per_second':1000,'admitted_ms':"
            + marks.formatted("40.1", "64.5", "70.0")
            + "},{'lane':'sealed_wall','commit_interval_ms':20,'per_second':5000,'receipt_ms':"
            + marks.formatted("420.4", "871.2", "1033.0")
            + "}]}";
    assertThat(LatencyText.of(report(json)))
        .isEqualTo(
            """
            Latency from send, in ms: p50, p99 and the longest.

                        commit    per s  admitted            ledgered            in force            receipt
            same work       20    1,000  40, 65, 70          -                   -                   -
            sealed wall     20    5,000  -                   -                   -                   420, 871, 1033

            Admitted at 1,000/s and a commit interval of 20 ms: p99 80 ms, 1.23 of the same work.
            Receipts at 5,000/s: p99 871 ms.
            """);
  }

  @Test
  void core() throws Exception {
    String json =
        "{'intents_per_round':2000000,'rounds':5,'seed_per_second':3100000,'ratio_to_seed':0.85,"
            + "'fnv':{'median':2630000,'min':2500000,'max':2700000,'ns_each':380.2},"
            + "'sha256':{'median':1200000,'min':1100000,'max':1300000,'ns_each':833.3},"
            + "'fnv_alone':{'median':9000000,'min':8000000,'max':9500000,'ns_each':111.1},"
            + "'sha256_alone':{'median':2100000,'min':2000000,'max':2200000,'ns_each':476.2}}";
    assertThat(CoreText.of(report(json)))
        .isEqualTo(
            """
            The core in one thread, by processor time: 2,000,000 intents a round, 5 rounds.

             per second  min to max                    ns  what it is
              2,630,000  2,500,000 to 2,700,000     380.2  submit, rule and append with the seed's FNV-1a digest
              1,200,000  1,100,000 to 1,300,000     833.3  submit, rule and append with SHA-256
              9,000,000  8,000,000 to 9,500,000     111.1  FNV-1a alone
              2,100,000  2,000,000 to 2,200,000     476.2  SHA-256 alone

            The seed's Rust core with FNV-1a: 3,100,000 a second; this is 0.85 of it.
            """);
  }

  @Test
  void growth() throws Exception {
    String json =
        "{'agents':{'slope':0.05,'rounds':5,'rows':["
            + "{'size':10,'ns_each':210,'ns_min':190,'ns_max':230,'mib_per_million':0},"
            + "{'size':1000000,'ns_each':390,'ns_min':380,'ns_max':1400,'mib_per_million':1800}]},"
            + "'waiting':{'slope':0.1,'rounds':5,'rows':[]},'ledger':{'slope':0.0,'rounds':5,'rows':[]},"
            + "'partitions':{'slope':0.13,'rounds':1,'rows':[{'size':24,'ns_each':41000,'ns_min':40000,"
            + "'ns_max':42000,'mib_per_million':1840,'log_per_intent':{'bytes_by_topic':"
            + "{'admitted':524288,'ledger':681574.4}}}]}}";
    assertThat(GrowthText.of(report(json)))
        .isEqualTo(
            """
            Growth, by processor time; slope 0 does not grow, 1 grows along.

            agents: an offer in the core; heap (slope 0.05, 5 rounds)
                        10         210 ns  190 to 230
                 1,000,000         390 ns  380 to 1,400             1,800 MiB a million

            waiting: one in, one out in the core; heap (slope 0.10, 5 rounds)

            ledger: the next entry of 512 bytes in chain and tree in the core; tiles (slope 0.00, 5 rounds)

            partitions: an intent through the whole wall; the broker's disk (slope 0.13, 1 round)
                        24      41,000 ns  40,000 to 42,000         1,840 MiB a million
              by topic, MiB a million: ledger 650,000, admitted 500,000
            """);
  }

  @Test
  void scale() throws Exception {
    String row =
        "{'instances':%d,'brokers':%d,'per_second':{'median':%d,'min':%d,'max':%d},"
            + "'cpu_seconds_per_million':{'median':%s},'ratio_of_rate':%s,'ratio_of_cpu':%s,"
            + "'log_per_intent':{'bytes':%s}}";
    String json =
        "{'intents_per_round':200000,'intent_bytes':162,'rounds':5,'rows':["
            + row.formatted(1, 1, 42_338, 37_520, 45_777, "40.8", "1.0", "1.0", "1925.4")
            + ","
            + row.formatted(2, 3, 18_100, 9_000, 20_001, "92.5", "0.428", "2.267", "6002.0")
            + "],'settings':{'partitions':4,'quick':false}}";
    assertThat(ScaleText.of(report(json)))
        .isEqualTo(
            """
            Scale-out on the same processors: 200,000 intents of 162 bytes a round, 5 rounds, 4 partitions.

            instances  brokers  intents/s  min to max             of rate  CPU us  of CPU  disk
                    1        1     42,338  37,520 to 45,777          1.00    40.8    1.00  1,925 bytes
                    2        3     18,100  9,000 to 20,001           0.43    92.5    2.27  6,002 bytes

            Three brokers keep three copies, of which two must be in step; every shape has the same processors.
            """);
  }
}
