package io.floodwall.admission;

import static io.floodwall.admission.Wall.T0;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.IntentBounds;
import io.floodwall.schemas.Topics;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A record may have 64 KiB, key and headers counted, and not a byte more. */
final class SizeTest {
  private static final int MAX = IntentBounds.RECORD_BYTES_MAX;
  private static final byte[] KEY = "agent".getBytes(UTF_8);
  private static final int KEPT = 16 * 1024;

  private final Wall wall = new Wall();

  @AfterEach
  void close() {
    wall.close();
  }

  /** An intent of exactly so many bytes. */
  private static byte[] intentOf(int bytes) {
    int text = bytes - 100;
    byte[] tried = withManifest(text);
    byte[] fitted = withManifest(text + bytes - tried.length);
    assertThat(fitted).hasSize(bytes);
    return fitted;
  }

  private static byte[] withManifest(int chars) {
    return Draft.of("agent", "1").action(new Action.Apply("web", "m".repeat(chars))).encoded();
  }

  private Refusal refusedFor(byte[] value, Headers headers, int bytes) {
    wall.send(KEY, value, headers, T0);
    Refusal refusal = wall.refusals().get(0);
    assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal.agent()).isEqualTo("agent");
    assertThat(refusal.detail()).isEqualTo(bytes + " bytes of " + MAX);
    wall.released().isEmpty();
    return refusal;
  }

  @Test
  void recordExactlyAtTheLimitIsAdmitted() {
    wall.send(KEY, intentOf(MAX - KEY.length), new RecordHeaders(), T0);
    wall.released().containsExactly("agent#1");
    assertThat(wall.deadLetters()).isEmpty();
  }

  @Test
  void candidateOfTheLargestIntentFitsItsTopic() {
    wall.send(KEY, intentOf(MAX - KEY.length), new RecordHeaders(), T0);
    int bytes = wall.records(wall.topics().candidates()).get(0).value().length;
    assertThat(bytes).isBetween(MAX, MAX + 256).isLessThan(Topics.RECORD_BYTES_MAX);
  }

  @Test
  void oneByteOverIsTooLarge() {
    refusedFor(intentOf(MAX - KEY.length + 1), new RecordHeaders(), MAX + 1);
  }

  @Test
  void headersCountByNameAndValue() {
    Headers headers = new RecordHeaders().add("\u00fc", new byte[3]).add("n", null);
    wall.send(KEY, intentOf(MAX - KEY.length - 6), headers, T0);
    wall.released().containsExactly("agent#1");

    refusedFor(intentOf(MAX - KEY.length - 5), headers, MAX + 1);
  }

  @Test
  void keyCountsToo() {
    byte[] key = "k".repeat(MAX).getBytes(UTF_8);
    wall.send(key, new byte[] {0}, new RecordHeaders(), T0);

    Refusal refusal = wall.refusals().get(0);
    assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal.agent()).isEmpty();
  }

  @Test
  void tenThousandHeadersAreTooLarge() {
    var headers = new RecordHeaders();
    for (int i = 0; i < 10_000; i++) {
      headers.add("header", new byte[] {1});
    }
    int small = 200;
    refusedFor(intentOf(small), headers, KEY.length + small + 10_000 * 7);
  }

  @Test
  void header900KilobytesLongIsTooLargeAndIsNotPassedOn() {
    int small = 200;
    refusedFor(
        intentOf(small),
        new RecordHeaders().add("h", new byte[900_000]),
        KEY.length + small + 900_001);

    assertThat(wall.records(wall.topics().deadLetters()))
        .singleElement()
        .satisfies(r -> assertThat(r.headers().headers("h")).isEmpty());
  }

  @Test
  void deadLetterKeepsTheFirst16KiBAndTheDigestOfAllOfIt() {
    byte[] value = intentOf(1_000_000);
    refusedFor(value, new RecordHeaders(), KEY.length + value.length);

    assertThat(wall.deadLetters())
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.reason()).isEqualTo("TOO_LARGE");
              assertThat(dead.value())
                  .isEqualTo(Bytes.copyOf(java.util.Arrays.copyOf(value, KEPT)));
              assertThat(dead.length()).isEqualTo("1000000");
              assertThat(dead.sha256()).isEqualTo(Hash.sha256(value).hex());
            });
  }
}
