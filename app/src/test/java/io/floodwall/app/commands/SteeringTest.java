package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SteeringTest {
  @Test
  void withoutALengthAnOrderNeverLapses() {
    assertThat(Steering.untilMs(null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"30s,30000", "15m,900000", "2h,7200000", "1h30m,5400000", "2H,7200000", "0.5s,500"})
  void aLengthIsCountedFromNow(String length, long ms) {
    long now = System.currentTimeMillis();
    assertThat(Steering.untilMs(length)).isCloseTo(now + ms, within(5_000L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "15",
        "m",
        "2 h",
        "soon",
        "1d",
        "PT2H",
        "99999999999999999999h",
        "9300000000000000s",
        "\u0661h"
      })
  void whatIsNotALengthIsAWrongUse(String length) {
    assertThat(catchThrowableOfType(CommandException.class, () -> Steering.untilMs(length)))
        .isNotNull()
        .hasMessageContaining("--for: not a duration: '" + length + "'; try 15m or 2h")
        .returns(ExitCode.USAGE, CommandException::exitCode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "0h", "-5m", "1h-61m"})
  void aLengthOfNothingOrLessIsAWrongUse(String length) {
    assertThat(catchThrowableOfType(CommandException.class, () -> Steering.untilMs(length)))
        .isNotNull()
        .hasMessageContaining("longer than nothing")
        .returns(ExitCode.USAGE, CommandException::exitCode);
  }
}
