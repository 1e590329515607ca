package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextsTest {
  private static final String DIGITS =
      "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210";

  @Test
  void equalTextsAreKeptOnce() {
    var texts = new Texts();
    String first = texts.one(" RATE_LIMITED".substring(1));
    assertThat(texts.one(" RATE_LIMITED".substring(1))).isSameAs(first);
    assertThat(texts.one("POLICY")).isEqualTo("POLICY");
  }

  @Test
  void hashesAreEqualWhereTheirTextsAre() {
    assertThat(Texts.hash(DIGITS)).isEqualTo(Texts.hash(DIGITS.strip()));
    for (int i = 0; i < DIGITS.length(); i++) {
      char other = DIGITS.charAt(i) == '7' ? '8' : '7';
      String changed = DIGITS.substring(0, i) + other + DIGITS.substring(i + 1);
      assertThat(Texts.hash(changed)).as(changed).isNotEqualTo(Texts.hash(DIGITS));
    }
  }

  @Test
  void whatIsNotAHashInLowerCaseIsKeptAsItIs() {
    assertThat(Texts.hash("p0")).isEqualTo("p0");
    assertThat(Texts.hash(DIGITS.toUpperCase(java.util.Locale.ROOT)))
        .isNotEqualTo(Texts.hash(DIGITS));
    assertThat(Texts.hash(DIGITS.replace('0', 'g'))).isEqualTo(DIGITS.replace('0', 'g'));
  }
}
