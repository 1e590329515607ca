package io.floodwall.core.gate;

import static io.floodwall.core.gate.Says.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import io.floodwall.core.Sample;
import io.floodwall.core.intent.Intent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
  private static final Intent INTENT = Sample.intent("deployer", "1");
  private static final List<Opinion> OPINIONS =
      List.of(Opinion.SILENT, Opinion.ADMIT, Opinion.defer("later"), Opinion.reject("never"));

  @Nested
  class DenyOverrides {
    static Stream<List<Opinion>> allCombinations() {
      return OPINIONS.stream()
          .flatMap(
              first ->
                  OPINIONS.stream()
                      .flatMap(
                          second -> OPINIONS.stream().map(third -> List.of(first, second, third))));
    }

    @ParameterizedTest
    @MethodSource("allCombinations")
    void theHarshestWinsAndItsFirstPolicyGivesTheReason(List<Opinion> opinions) {
      List<Policy> policies = new ArrayList<>();
      List<Ruling.Said> said = new ArrayList<>();
      for (Opinion opinion : opinions) {
        String name = "p" + policies.size();
        String text = opinion.text() == null ? null : opinion.text() + ", says " + name;
        policies.add(says(name, new Opinion(opinion.verdict(), text)));
        said.add(new Ruling.Said(name, opinion.verdict(), text));
      }
      for (boolean admitByDefault : new boolean[] {true, false}) {
        Ruling ruling = Gate.of(policies, admitByDefault).rule(INTENT, 0);
        assertThat(ruling.breakdown()).containsExactlyElementsOf(said);
        Ruling.Said reject = first(said, Verdict.REJECT);
        Ruling.Said defer = first(said, Verdict.DEFER);
        boolean spoken = reject != null || defer != null || first(said, Verdict.ADMIT) != null;
        if (reject != null) {
          assertRuled(ruling, Verdict.REJECT, Reason.POLICY, reject.text());
        } else if (defer != null) {
          assertRuled(ruling, Verdict.DEFER, Reason.POLICY, defer.text());
        } else if (spoken || admitByDefault) {
          assertRuled(ruling, Verdict.ADMIT, Reason.ADMITTED, null);
        } else {
          assertRuled(
              ruling,
              Verdict.REJECT,
              Reason.NO_POLICY_SPOKE,
              "no policy spoke and the default is reject");
        }
      }
    }

    private static Ruling.@Nullable Said first(List<Ruling.Said> said, Verdict verdict) {
      return said.stream().filter(one -> one.verdict() == verdict).findFirst().orElse(null);
    }

    @Test
    void withoutPoliciesTheDefaultDecides() {
      assertThat(Gate.of(List.of(), true).rule(INTENT, 0).verdict()).isEqualTo(Verdict.ADMIT);
      assertThat(Gate.of(List.of(), false).rule(INTENT, 0).reason())
          .isEqualTo(Reason.NO_POLICY_SPOKE);
    }

    @Test
    void anIntentWithoutABundleIsRejected() {
      Ruling ruling = Gate.unknownTenant(INTENT);
      assertRuled(
          ruling, Verdict.REJECT, Reason.UNKNOWN_TENANT, "no bundle governs tenant 'default'");
      assertThat(ruling.breakdown()).isEmpty();
    }
  }

  @Nested
  class APolicyThatFails {
    private final Policy throwing =
        new Says(
            "broken",
            work -> {
              throw new IllegalStateException("secret detail");
            });
    private final Policy recursing = new Says("deep", work -> deeper(0));
    private final Policy looping =
        new Says(
            "endless",
            work -> {
              while (true) {
                work.spend(1);
              }
            });

    private static Opinion deeper(long depth) {
      return depth < 0 ? Opinion.SILENT : deeper(depth + 1);
    }

    @Test
    void byThrowingRejectsThisIntentWithoutTellingMoreThanItsKind() {
      assertRuled(
          rule(throwing),
          Verdict.REJECT,
          Reason.POLICY_ERROR,
          "policy failed: IllegalStateException");
    }

    @Test
    void byRecursingWithoutEndRejectsThisIntent() {
      assertRuled(
          rule(recursing),
          Verdict.REJECT,
          Reason.POLICY_ERROR,
          "policy failed: StackOverflowError");
    }

    @Test
    void byLoopingWithoutEndRejectsThisIntent() {
      assertRuled(
          rule(looping), Verdict.REJECT, Reason.POLICY_OVERRUN, "policy used up its work budget");
    }

    @Test
    void byAnsweringNothingRejectsThisIntent() {
      assertRuled(
          rule(new Says("null", work -> null)),
          Verdict.REJECT,
          Reason.POLICY_ERROR,
          "policy failed: NullPointerException");
    }

    @Test
    void mayNotSwallowItsOverrun() {
      Policy sly =
          new Says(
              "sly",
              work -> {
                try {
                  work.spend(Gate.WORK_MAX + 1);
                } catch (RuntimeException e) {
                  return Opinion.ADMIT;
                }
                return Opinion.SILENT;
              });
      assertThat(rule(sly).reason()).isEqualTo(Reason.POLICY_OVERRUN);
    }

    @Test
    void leavesTheOthersHeard() {
      Ruling ruling =
          Gate.of(
                  List.of(says("a", Opinion.ADMIT), throwing, says("z", Opinion.defer("later"))),
                  true)
              .rule(INTENT, 0);
      assertThat(ruling.reason()).isEqualTo(Reason.POLICY_ERROR);
      assertThat(ruling.breakdown())
          .containsExactly(
              new Ruling.Said("a", Verdict.ADMIT, null),
              new Ruling.Said("broken", Verdict.REJECT, "policy failed: IllegalStateException"),
              new Ruling.Said("z", Verdict.DEFER, "later"));
    }

    @Test
    void doesNotSpendTheBudgetOfTheNextIntent() {
      Policy thorough =
          new Says(
              "thorough",
              work -> {
                work.spend(Gate.WORK_MAX);
                return Opinion.ADMIT;
              });
      Gate gate = Gate.of(List.of(looping, thorough), true);
      for (int i = 0; i < 2; i++) {
        assertThat(gate.rule(INTENT, 0).breakdown())
            .extracting(Ruling.Said::verdict)
            .containsExactly(Verdict.REJECT, Verdict.ADMIT);
      }
    }

    private Ruling rule(Policy policy) {
      return Gate.of(List.of(policy), true).rule(INTENT, 0);
    }
  }

  @Nested
  class Texts {
    private final Policy wordy = says("wordy", Opinion.reject("x".repeat(499) + "\uD83D\uDE00"));

    @Test
    void ofABundlesPoliciesAreCutBetweenCharacters() {
      var gate = new Gate(List.of(wordy), true, Set.of(), Map.of(), Gate.TEXT_CHARS_MAX);
      assertThat(gate.rule(INTENT, 0).text()).isEqualTo("x".repeat(499));
    }

    @Test
    void ofAGateWithoutABundleAreKeptWhole() {
      assertThat(Gate.of(List.of(wordy), true).rule(INTENT, 0).text())
          .isEqualTo("x".repeat(499) + "\uD83D\uDE00");
    }
  }

  private static void assertRuled(
      Ruling ruling, Verdict verdict, Reason reason, @Nullable String text) {
    assertThat(ruling.verdict()).isEqualTo(verdict);
    assertThat(ruling.reason()).isEqualTo(reason);
    assertThat(ruling.text()).isEqualTo(text);
  }
}
