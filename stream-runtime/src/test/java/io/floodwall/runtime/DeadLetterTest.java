package io.floodwall.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of a record that could not be used. */
final class DeadLetterTest {
  private static final String SHA256_OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  /** Where the record lay. */
  private record Place(String topic, int partition, long offset) implements RecordMetadata {}

  private static Record<RoutedKey, byte[]> letter(byte @Nullable [] value) {
    var at = new Place("floodwall.intents", 3, 1L << 40);
    return DeadLetter.of("gate", at, value, Reason.MALFORMED, "byte 0 \u00fc", 1_234);
  }

  private static Map<String, String> headers(Record<RoutedKey, byte[]> letter) {
    var headers = new TreeMap<String, String>();
    for (Header header : letter.headers()) {
      assertThat(headers.put(header.key(), new String(header.value(), UTF_8))).isNull();
    }
    return headers;
  }

  @Test
  void keyIsWhereItLayAndItGoesToTheOnePartitionOfItsTopic() {
    assertThat(letter(new byte[0]).key())
        .isEqualTo(new RoutedKey(0, "floodwall.intents/3/1099511627776"));
  }

  @Test
  void headersSayWhyByWhomHowLongAndWhatItWas() {
    assertThat(headers(letter("abc".getBytes(UTF_8))))
        .isEqualTo(
            Map.of(
                "floodwall_stage", "gate",
                "floodwall_reason", "MALFORMED",
                "floodwall_detail", "byte 0 \u00fc",
                "floodwall_length", "3",
                "floodwall_sha256", SHA256_OF_ABC));
  }

  @Test
  void timeIsTheTasksClock() {
    assertThat(letter(new byte[0]).timestamp()).isEqualTo(1_234);
  }

  @Test
  void nullIsToldFromEmpty() {
    assertThat(letter(null).value()).isEmpty();
    assertThat(headers(letter(null)))
        .containsEntry("floodwall_length", "null")
        .containsEntry("floodwall_sha256", SHA256_OF_NOTHING);
    assertThat(headers(letter(new byte[0])))
        .containsEntry("floodwall_length", "0")
        .containsEntry("floodwall_sha256", SHA256_OF_NOTHING);
  }

  @Test
  void valueOf16KiBIsKeptWholeAndOfALongerOneItsStart() {
    byte[] longest = new byte[16 * 1024];
    Arrays.fill(longest, (byte) 7);
    assertThat(letter(longest).value()).isEqualTo(longest);

    byte[] longer = Arrays.copyOf(longest, longest.length + 1);
    longer[longest.length] = 9;
    assertThat(letter(longer).value()).isEqualTo(longest);
    assertThat(headers(letter(longer)))
        .containsEntry("floodwall_length", "16385")
        .doesNotContainEntry(
            "floodwall_sha256", headers(letter(longest)).getOrDefault("floodwall_sha256", ""));
  }
}
