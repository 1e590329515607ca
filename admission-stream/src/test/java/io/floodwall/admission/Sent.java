package io.floodwall.admission;

import io.floodwall.runtime.RoutedKey;
import io.floodwall.schemas.Codec;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;

/** What a {@link Task} sent, read back. */
final class Sent {
  private Sent() {}

  /** The records that went to one sink. */
  static <T> List<T> of(
      List<CapturedForward<? extends RoutedKey, ? extends byte[]>> sent,
      String sink,
      Codec<T> codec) {
    return sent.stream()
        .filter(each -> each.childName().orElseThrow().equals(sink))
        .map(each -> Wall.decoded(codec, each.record().value()))
        .toList();
  }

  /** Everything, one line per record: sink, key, time and bytes. */
  static List<String> bytes(List<CapturedForward<? extends RoutedKey, ? extends byte[]>> sent) {
    return sent.stream()
        .map(
            each ->
                String.join(
                    " ",
                    each.childName().orElseThrow(),
                    each.record().key().toString(),
                    Long.toString(each.record().timestamp()),
                    HexFormat.of().formatHex(each.record().value())))
        .toList();
  }
}
