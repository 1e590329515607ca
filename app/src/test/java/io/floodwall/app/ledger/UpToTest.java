package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.app.cli.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpToTest {
  private final Draft draft = Draft.of("test", 0, 6);

  private boolean includes(UpTo upTo, int seq, long recordMs) {
    var entry = draft.entry(seq);
    return upTo.includes(entry, Payload.of(entry, Draft.CODECS), recordMs);
  }

  @Test
  void nothingSaidIsTheEnd() {
    assertThat(UpTo.parse(null)).isEqualTo(UpTo.END);
    assertThat(includes(UpTo.END, 5, Long.MAX_VALUE)).isTrue();
  }

  @Test
  void digitsAreAnEntryItselfIncluded() {
    assertThat(includes(UpTo.parse("4"), 4, 0)).isTrue();
    assertThat(includes(UpTo.parse("4"), 5, 0)).isFalse();
  }

  @Test
  void aTimeTakesDecisionsByTheirOwnClockAndOthersByTheirRecords() {
    UpTo second = UpTo.parse("2026-05-01T14:00:01+02:00");
    long thenMs = Decisions.T0.plusSeconds(1).toEpochMilli();

    assertThat(second.timeMs()).isEqualTo(thenMs);
    assertThat(includes(second, 3, Long.MAX_VALUE)).as("decided at that time").isTrue();
    assertThat(includes(second, 4, 0)).as("decided a second later").isFalse();
    assertThat(includes(second, 5, thenMs)).as("refusals written by then").isTrue();
    assertThat(includes(second, 5, thenMs + 1)).as("refusals written later").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "now",
        "2026-05-01",
        "2026-05-01T12:00:00",
        "99999999999999999999",
        "1.5",
        "2026-13-01T00:00:00Z",
        "+999999999-12-31T23:59:59Z"
      })
  void anythingElseIsAWrongUse(String text) {
    assertThatThrownBy(() -> UpTo.parse(text))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("RFC 3339 time with a zone")
        .hasMessageContaining("got '" + text + "'");
  }
}
