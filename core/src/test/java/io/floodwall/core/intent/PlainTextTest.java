package io.floodwall.core.intent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @Nested
  class ANameMayBe {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "a",
          "agent-7",
          "Agent-A",
          "team blue/agent",
          "../../etc",
          "*",
          "агент",
          "代理",
          "e\u0301",
          "a\u00A0b",
          "x\uD83D\uDE00"
        })
    void anyVisibleText(String name) {
      assertThat(PlainText.isName(name)).isTrue();
    }

    @Test
    void twoHundredBytesLong() {
      assertThat(PlainText.isName("a".repeat(200))).isTrue();
      assertThat(PlainText.isName("é".repeat(100))).isTrue();
      assertThat(PlainText.isName("\uD83D\uDE00".repeat(50))).isTrue();
    }
  }

  @Nested
  class ANameIsNever {
    @Test
    void empty() {
      assertThat(PlainText.isName("")).isFalse();
    }

    @Test
    void longerThanTwoHundredBytes() {
      assertThat(PlainText.isName("a".repeat(201))).isFalse();
      assertThat(PlainText.isName("é".repeat(100) + "a")).isFalse();
      assertThat(PlainText.isName("\uD83D\uDE00".repeat(50) + "a")).isFalse();
      assertThat(PlainText.isName("a".repeat(10_000))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
        ints = {0x034F, 0x115F, 0x1160, 0x17B4, 0x180B, 0x2800, 0x3164, 0xFE0F, 0xFFA0, 0xE0100})
    void withACharacterThatShowsNothing(int blank) {
      String name = "admin" + Character.toString(blank);
      assertThat(PlainText.isName(name)).isFalse();
      assertThat(PlainText.escaped(name)).isEqualTo("admin\\u{" + Integer.toHexString(blank) + "}");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          " a", "a ", "\ta", "a\n", "\u00A0a", "a\u00A0", "a\u2003", "\u3000a", " ", "a\u2028"
        })
    void spacedAtAnEdge(String name) {
      assertThat(PlainText.isName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "a\u0000b",
          "a\nb",
          "a\rb",
          "a\tb",
          "a\u001B[2Jb",
          "a\u001B]8;;http://x\u0007b",
          "a\u007Fb",
          "a\u009Bb",
          "a\u0085b",
          "a\u2028b",
          "a\u2029b"
        })
    void ableToMoveACursor(String name) {
      assertThat(PlainText.isName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "a\u202Eb",
          "a\u202Ab",
          "a\u2066b",
          "a\u2069b",
          "a\u200Fb",
          "a\u061Cb",
          "a\u200Bb",
          "a\u200Db",
          "\uFEFFa",
          "a\uFEFF",
          "a\u00ADb",
          "a\uDB40\uDC41b"
        })
    void reorderedOrHidden(String name) {
      assertThat(PlainText.isName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\uE000b", "a\uFFFFb", "a\u0378b"})
    void madeOfPrivateOrUnassignedCharacters(String name) {
      assertThat(PlainText.isName(name)).isFalse();
    }

    @Test
    void halfASurrogatePair() {
      assertThat(PlainText.isName("a" + (char) 0xD800 + "b")).isFalse();
      assertThat(PlainText.isName("a" + (char) 0xDC00)).isFalse();
      assertThat(PlainText.isName((char) 0xDE00 + "" + (char) 0xD83D)).isFalse();
    }
  }

  @Nested
  class Escaping {
    @Test
    void leavesVisibleTextAlone() {
      String text = "resource 'web' is not on the allowlist — é \uD83D\uDE00";
      assertThat(PlainText.escaped(text)).isSameAs(text);
    }

    @Test
    void writesOutWhatCouldMoveReorderOrHide() {
      assertThat(PlainText.escaped("\u001B[2J\u202Eab\nc\uFEFF"))
          .isEqualTo("\\u{1b}[2J\\u{202e}ab\\u{a}c\\u{feff}");
      assertThat(PlainText.escaped("a" + (char) 0xD800)).isEqualTo("a\\u{d800}");
      assertThat(PlainText.escaped("\uDB40\uDC41")).isEqualTo("\\u{e0041}");
    }
  }

  @Nested
  class Cutting {
    @Test
    void keepsTheStart() {
      assertThat(PlainText.start("abc", 3)).isEqualTo("abc");
      assertThat(PlainText.start("abc", 2)).isEqualTo("ab");
      assertThat(PlainText.start("abc", 0)).isEmpty();
      assertThat(PlainText.start("", 0)).isEmpty();
    }

    @Test
    void neverSplitsACharacter() {
      String smiles = "\uD83D\uDE00\uD83D\uDE00";
      assertThat(PlainText.start(smiles, 1)).isEmpty();
      assertThat(PlainText.start(smiles, 2)).isEqualTo("\uD83D\uDE00");
      assertThat(PlainText.start(smiles, 3)).isEqualTo("\uD83D\uDE00");
    }
  }

  @Test
  void lengthIsCountedInUtf8() {
    assertThat(PlainText.utf8Length("aé代\uD83D\uDE00")).isEqualTo(1 + 2 + 3 + 4);
  }

  @Test
  void bytesOfANameAreItAndAllOthersAreNobodys() {
    assertThat(PlainText.nameOf("\u00fcber-agent".getBytes(UTF_8))).isEqualTo("\u00fcber-agent");
    assertThat(PlainText.nameOf("\ufffd".getBytes(UTF_8))).isEqualTo("\ufffd");
    assertThat(PlainText.nameOf(null)).isEmpty();
    assertThat(PlainText.nameOf(new byte[0])).isEmpty();
    assertThat(PlainText.nameOf("a\nb".getBytes(UTF_8))).isEmpty();
    assertThat(PlainText.nameOf(new byte[] {'a', (byte) 0xFF})).as("not UTF-8").isEmpty();
    assertThat(PlainText.nameOf("a".repeat(201).getBytes(UTF_8))).isEmpty();
  }
}
