package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes nobody thought of decode or are refused: nothing else, and never dear. */
@Timeout(60)
class DamagedBytesTest {
  private static final long SEED = 20_260_101;
  private static final int CASES = 20_000;

  private final Codecs codecs = Codecs.pinned();
  private final Random random = new Random(SEED);

  @Test
  void randomBytes() {
    List<Codec<?>> all = codecsInOrder();
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] body = new byte[random.nextInt(200)];
      random.nextBytes(body);
      int index = random.nextInt(all.size());
      byte[] value = WireBytes.framed(1 + index).raw(body).toBytes();
      refused += isRefused(all.get(index), value, i) ? 1 : 0;
    }
    assertThat(refused).as("seed %d", SEED).isGreaterThan(CASES * 9 / 10);
  }

  @Test
  void validRecordsWithAFewBytesChanged() {
    List<Samples.Sample<?>> samples = Samples.all();
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      Samples.Sample<?> sample = samples.get(random.nextInt(samples.size()));
      byte[] value = sample.encoded(codecs);
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        int at = Framing.HEADER_BYTES + random.nextInt(value.length - Framing.HEADER_BYTES);
        value[at] = (byte) random.nextInt(256);
      }
      refused += isRefused(sample.codecOf().apply(codecs), value, i) ? 1 : 0;
    }
    assertThat(refused).as("seed %d", SEED).isBetween(1, CASES - 1);
  }

  private static boolean isRefused(Codec<?> codec, byte[] value, int i) {
    try {
      return DecodeCost.refusal(codec, value) != null;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + SEED + ", case " + i + ": " + e.getMessage(), e);
    }
  }

  /** The codec of schema id 1, of id 2 and so on. */
  private List<Codec<?>> codecsInOrder() {
    var all = new ArrayList<Codec<?>>();
    for (Samples.Sample<?> sample : Samples.all()) {
      Codec<?> codec = sample.codecOf().apply(codecs);
      if (!all.contains(codec)) {
        all.add(codec);
      }
    }
    return all;
  }
}
