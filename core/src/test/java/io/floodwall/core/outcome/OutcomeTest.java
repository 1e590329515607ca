package io.floodwall.core.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.floodwall.core.Hash;
import io.floodwall.core.outcome.Outcome.Result;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeTest {
  private static Outcome of(int attempt, Result result) {
    return of("agent", attempt, result, "");
  }

  private static Outcome of(String agent, int attempt, Result result, String evidence) {
    Hash decision = Hash.sha256(new byte[] {1});
    return new Outcome(
        "default", agent, "1", decision, 0, 7, 3, attempt, result, "d", null, evidence, 5);
  }

  private static Outcome standing(Outcome... outcomes) {
    @Nullable Outcome stands = null;
    for (Outcome outcome : outcomes) {
      stands = Standing.after(stands, outcome);
    }
    assertThat(stands).isNotNull();
    return stands;
  }

  @Nested
  class Bounds {
    @Test
    void namesAttemptAndEvidenceAreBounded() {
      assertThatIllegalArgumentException().isThrownBy(() -> of("", 1, Result.APPLIED, ""));
      assertThatIllegalArgumentException().isThrownBy(() -> of("a\u202eb", 1, Result.APPLIED, ""));
      assertThatIllegalArgumentException().isThrownBy(() -> of(0, Result.APPLIED));
      assertThat(of("a", 1, Result.APPLIED, "x".repeat(1_000)).evidence()).hasSize(1_000);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> of("a", 1, Result.APPLIED, "\u00fc".repeat(501)));
    }

    @Test
    void evidenceIsTheEndOfWhatWasSaidAndCutsNoCharacter() {
      assertThat(Evidence.endOf("short")).isEqualTo("short");
      assertThat(Evidence.endOf("a".repeat(999) + "end")).isEqualTo("a".repeat(997) + "end");
      assertThat(Evidence.endOf("\u00fc".repeat(600) + "x")).isEqualTo("\u00fc".repeat(499) + "x");
      assertThat(Evidence.endOf(new byte[] {-1, 'a'})).isEqualTo("\ufffda");
    }
  }

  @Nested
  class Stands {
    @ParameterizedTest
    @EnumSource(value = Result.class, names = "STARTED", mode = EnumSource.Mode.EXCLUDE)
    void whatClosesAnAttempt(Result closing) {
      assertThat(standing(of(1, Result.STARTED), of(1, closing)).result()).isEqualTo(closing);
    }

    @Test
    void theFirstOfTwoThatStartTheSameAttempt() {
      Outcome first = of("first", 1, Result.STARTED, "");
      assertThat(standing(first, of("second", 1, Result.STARTED, ""))).isSameAs(first);
    }

    @Test
    void whatWasSettledFirstAndNoLaterAttempt() {
      assertThat(standing(of(1, Result.STARTED), of(1, Result.APPLIED), of(2, Result.STARTED)))
          .isEqualTo(of(1, Result.APPLIED));
      assertThat(standing(of(1, Result.FAILED), of(1, Result.APPLIED)).result())
          .isEqualTo(Result.FAILED);
    }

    @Test
    void unknownUntilSomebodyHasLooked() {
      Outcome unknown = of(1, Result.UNKNOWN);
      assertThat(standing(of(1, Result.STARTED), unknown, of(1, Result.RELEASED)))
          .isSameAs(unknown);
      assertThat(standing(unknown, of(1, Result.APPLIED)).result()).isEqualTo(Result.APPLIED);
    }

    @Test
    void aLaterAttemptAndNothingOfAnEarlierOne() {
      Outcome second = of(2, Result.STARTED);
      assertThat(standing(of(1, Result.STARTED), second, of(1, Result.APPLIED))).isSameAs(second);
      assertThat(standing(of(1, Result.RELEASED), second)).isSameAs(second);
    }
  }
}
