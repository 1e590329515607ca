package io.floodwall.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** A name that Kafka has given up would be silently left out. */
class HeadStartTest {
  @Test
  void allThatItLoadsIsThere() {
    assertThatCode(HeadStart::load).doesNotThrowAnyException();
  }
}
