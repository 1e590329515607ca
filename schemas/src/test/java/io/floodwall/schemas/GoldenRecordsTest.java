package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that were written once decode to the same values for ever, and those values are still
 * written as these bytes.
 *
 * <p>Each line of {@code golden/<record>-v1.hex} is a label of {@link Samples} and the framed
 * record in hex. Lines are added, never changed: a new schema version gets files of its own, and
 * from then on the old ones are only read.
 */
class GoldenRecordsTest {
  private final Codecs codecs = Codecs.pinned();

  static Stream<Samples.Sample<?>> samples() {
    return Samples.all().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  <T> void goldenBytesDecodeToTheSameValue(Samples.Sample<T> sample)
      throws IOException, MalformedRecordException {
    byte[] golden = golden(sample);

    assertThat(sample.codecOf().apply(codecs).decode(golden)).isEqualTo(sample.value());
  }

  @ParameterizedTest
  @MethodSource("samples")
  <T> void theSameValueEncodesToGoldenBytes(Samples.Sample<T> sample) throws IOException {
    String bytes = HexFormat.of().formatHex(sample.encoded(codecs));

    assertThat(bytes).isEqualTo(HexFormat.of().formatHex(golden(sample)));
  }

  private static byte[] golden(Samples.Sample<?> sample) throws IOException {
    String file = "/golden/" + sample.record() + "-v1.hex";
    try (InputStream in = GoldenRecordsTest.class.getResourceAsStream(file)) {
      assertThat(in).as(file).isNotNull();
      var lines = new Properties();
      lines.load(in);
      String hex = lines.getProperty(sample.label());
      assertThat(hex).as("the line '%s' of %s", sample.label(), file).isNotNull();
      return HexFormat.of().parseHex(hex);
    }
  }
}
