package io.floodwall.app.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.app.cli.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A length of time goes back from now; a moment is itself. */
class SinceTest {
  @ParameterizedTest
  @CsvSource({
    "90s,90000",
    "15m,900000",
    "2h,7200000",
    "1d,86400000",
    "1d12h,129600000",
    "1H30M,5400000",
    "0s,0"
  })
  void aLengthGoesBackFromNow(String text, long back) {
    assertThat(Since.parse(text, 1_000_000_000L)).isEqualTo(1_000_000_000L - back);
  }

  @Test
  void aMomentIsItself() {
    assertThat(Since.parse("1970-01-01T00:00:01Z", 5)).isEqualTo(1_000);
    assertThat(Since.parse("1970-01-01T01:00:01+01:00", 5)).isEqualTo(1_000);
    assertThat(Since.parse("1969-01-01T01:00:01+01:00", 5)).isZero();
    assertThat(Since.parse(null, 5)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "m",
        "soon",
        "-5m",
        "5w",
        "1h1d",
        "99999999999d",
        "2026-11-03",
        "2026-11-03T10:00:00"
      })
  void anythingElseIsWrongUse(String text) {
    assertThatThrownBy(() -> Since.parse(text, 5))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("got '" + text + "'");
  }
}
