package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The key says where it goes; what it says is all that reaches the topic. */
final class RoutedKeyTest {
  @Test
  void textIsWrittenAsUtf8WithoutThePartition() {
    byte[] bytes = RoutedKey.serializer().serialize("t", new RoutedKey(7, "\u00fc/a"));
    assertThat(bytes).containsExactly(0xC3, 0xBC, '/', 'a');
  }

  @Test
  void nullTextIsANullKey() {
    assertThat(RoutedKey.serializer().serialize("t", new RoutedKey(7, null))).isNull();
  }

  @Test
  void emptyTextIsAnEmptyKeyAndNotNone() {
    assertThat(RoutedKey.serializer().serialize("t", new RoutedKey(7, ""))).isEmpty();
  }

  @Test
  void recordGoesToThePartitionInItsKeyWhateverTheKeyHashesTo() {
    for (String text : new @Nullable String[] {"a", "b", "c", null}) {
      for (int partition = 0; partition < 12; partition++) {
        var key = new RoutedKey(partition, text);
        assertThat(RoutedKey.partitioner().partitions("t", key, new byte[0], 12))
            .isEqualTo(Optional.of(Set.of(partition)));
      }
    }
  }
}
