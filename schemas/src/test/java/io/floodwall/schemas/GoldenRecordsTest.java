package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes that were written once decode to the same values for ever, and those values are still
 * written as these bytes.
 *
 * <p>Each line of {@code golden/<record>-v<n>.hex} is a label of {@link Samples} and the framed
 * record in hex. Lines are added, never changed: a new schema version gets files of its own, and
 * from then on the old ones are only read.
 */
class GoldenRecordsTest {
  private static final Set<String> OF_VERSION_TWO =
      Set.of("LedgerEntry", "Candidate", "Decision", "Control");

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

  /** Kind 5 came with version 2; what version 1 could say is still read. */
  @ParameterizedTest
  @ValueSource(strings = {"full", "bare"})
  void ledgerEntriesOfVersionOneDecodeToTheSameValue(String label) throws Exception {
    byte[] v1 = HexFormat.of().parseHex(line("/golden/LedgerEntry-v1.hex", label));

    assertThat(codecs.ledgerEntry().decode(v1))
        .isEqualTo(label.equals("full") ? Samples.FULL_ENTRY : Samples.BARE_ENTRY);
  }

  static Stream<Samples.Sample<?>> samplesOfVersionOne() {
    return samples()
        .filter(sample -> Set.of("Candidate", "Decision", "Control").contains(sample.record()))
        .filter(sample -> Set.of("full", "bare").contains(sample.label()));
  }

  /** Signatures, keys and signing came with version 2; what version 1 could say is still read. */
  @ParameterizedTest
  @MethodSource("samplesOfVersionOne")
  <T> void recordsFromBeforeSignaturesDecodeToTheSameValue(Samples.Sample<T> sample)
      throws IOException, MalformedRecordException {
    String v1 = line("/golden/" + sample.record() + "-v1.hex", sample.label());

    assertThat(sample.codecOf().apply(codecs).decode(HexFormat.of().parseHex(v1)))
        .isEqualTo(sample.value());
  }

  @ParameterizedTest
  @MethodSource("samples")
  <T> void theSameValueEncodesToGoldenBytes(Samples.Sample<T> sample) throws IOException {
    String bytes = HexFormat.of().formatHex(sample.encoded(codecs));

    assertThat(bytes).isEqualTo(HexFormat.of().formatHex(golden(sample)));
  }

  private static byte[] golden(Samples.Sample<?> sample) throws IOException {
    String version = OF_VERSION_TWO.contains(sample.record()) ? "-v2.hex" : "-v1.hex";
    String file = "/golden/" + sample.record() + version;
    return HexFormat.of().parseHex(line(file, sample.label()));
  }

  private static String line(String file, String label) throws IOException {
    try (InputStream in = GoldenRecordsTest.class.getResourceAsStream(file)) {
      assertThat(in).as(file).isNotNull();
      var lines = new Properties();
      lines.load(in);
      String hex = lines.getProperty(label);
      assertThat(hex).as("the line '%s' of %s", label, file).isNotNull();
      return hex;
    }
  }
}
