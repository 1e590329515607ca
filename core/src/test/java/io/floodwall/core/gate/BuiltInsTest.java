package io.floodwall.core.gate;

import static io.floodwall.core.intent.BlastRadius.CELL;
import static io.floodwall.core.intent.BlastRadius.GLOBAL;
import static io.floodwall.core.intent.BlastRadius.REGION;
import static io.floodwall.core.intent.BlastRadius.SERVICE;
import static io.floodwall.core.intent.Priority.BULK;
import static io.floodwall.core.intent.Priority.NORMAL;
import static io.floodwall.core.intent.Priority.PAGER;
import static io.floodwall.core.intent.Priority.URGENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Sample;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Priority;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The four policies that ship, word for word. */
class BuiltInsTest {
  private static final Action DESTROY = new Action.Destroy("web");

  @Nested
  class NoGlobalDestroy {
    private static final String TEXT = "destructive global change requires human sign-off";

    @Test
    void rejectsWhatDestroysGlobally() {
      assertRejects(DESTROY);
      assertRejects(new Action.Scale("web", 0));
      assertRejects(new Action.Invoke("web", "wipe", List.of()));
    }

    @Test
    void hasNothingAgainstWhatDoesNotDestroy() {
      assertThat(ask(BuiltIns.noGlobalDestroy(), new Action.Scale("web", 1), PAGER, GLOBAL))
          .isEqualTo(Opinion.SILENT);
      assertThat(ask(BuiltIns.noGlobalDestroy(), new Action.Apply("web", ""), PAGER, GLOBAL))
          .isEqualTo(Opinion.SILENT);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GLOBAL")
    void hasNothingAgainstWhatIsNotGlobal(BlastRadius blast) {
      assertThat(ask(BuiltIns.noGlobalDestroy(), DESTROY, PAGER, blast)).isEqualTo(Opinion.SILENT);
    }

    private void assertRejects(Action action) {
      assertThat(ask(BuiltIns.noGlobalDestroy(), action, PAGER, GLOBAL))
          .isEqualTo(Opinion.reject(TEXT));
    }
  }

  @Nested
  class BlastNeedsPriority {
    @ParameterizedTest
    @CsvSource({
      "GLOBAL, NORMAL, 'Global blast radius needs priority >= Urgent, got Normal'",
      "GLOBAL, BULK, 'Global blast radius needs priority >= Urgent, got Bulk'",
      "REGION, NORMAL, 'Region blast radius needs priority >= Urgent, got Normal'",
      "REGION, BULK, 'Region blast radius needs priority >= Urgent, got Bulk'",
      "SERVICE, BULK, 'Service blast radius needs priority >= Normal, got Bulk'"
    })
    void rejectsAWideChangeWithoutUrgency(BlastRadius blast, Priority priority, String text) {
      assertThat(ask(BuiltIns.blastNeedsPriority(), Sample.HARMLESS, priority, blast))
          .isEqualTo(Opinion.reject(text));
    }

    @Test
    void hasNothingAgainstTheRest() {
      for (Priority priority : Priority.values()) {
        assertSilent(priority, CELL);
      }
      for (Priority priority : List.of(NORMAL, URGENT, PAGER)) {
        assertSilent(priority, SERVICE);
      }
      for (Priority priority : List.of(URGENT, PAGER)) {
        assertSilent(priority, REGION);
        assertSilent(priority, GLOBAL);
      }
    }

    private void assertSilent(Priority priority, BlastRadius blast) {
      assertThat(ask(BuiltIns.blastNeedsPriority(), DESTROY, priority, blast))
          .isEqualTo(Opinion.SILENT);
    }
  }

  @Nested
  class ResourceAllowlist {
    private final Policy policy = BuiltIns.resourceAllowlist(List.of("web", "api", "web"));

    @Test
    void speaksForWhatIsListed() {
      assertThat(ask(policy, DESTROY, BULK, CELL)).isEqualTo(Opinion.ADMIT);
    }

    @Test
    void defersWhatIsNotListedToTheLetter() {
      for (String name : List.of("ledger-db", "Web", "web ", "")) {
        assertThat(ask(policy, new Action.Destroy(name), PAGER, CELL))
            .isEqualTo(Opinion.defer("resource '" + name + "' is not on the allowlist"));
      }
    }
  }

  @Nested
  class FreezeWindow {
    @Test
    void defersEverythingWhileItIsOn() {
      assertThat(ask(BuiltIns.freezeWindow(true), Sample.HARMLESS, PAGER, CELL))
          .isEqualTo(Opinion.defer("change freeze in effect"));
    }

    @Test
    void hasNothingToSayWhileItIsOff() {
      assertThat(ask(BuiltIns.freezeWindow(false), Sample.HARMLESS, BULK, CELL))
          .isEqualTo(Opinion.SILENT);
    }

    @Test
    void isOnFromItsStartUpToItsEnd() {
      var window = new io.floodwall.core.gate.FreezeWindow(true, 100, 200);
      assertThat(at(window, 99)).isEqualTo(Opinion.SILENT);
      assertThat(at(window, 100).verdict()).isEqualTo(Verdict.DEFER);
      assertThat(at(window, 199).verdict()).isEqualTo(Verdict.DEFER);
      assertThat(at(window, 200)).isEqualTo(Opinion.SILENT);
    }

    private Opinion at(Policy policy, long releasedAtMs) {
      return policy.evaluate(
          Sample.intent("a", "1"), new Policy.Facts(false, releasedAtMs), new Work(1));
    }
  }

  @Test
  void theyAreNamedAsInTheSeed() {
    assertThat(
            List.of(
                BuiltIns.noGlobalDestroy(),
                BuiltIns.blastNeedsPriority(),
                BuiltIns.resourceAllowlist(List.of()),
                BuiltIns.freezeWindow(true),
                BuiltIns.freezeWindow(false)))
        .extracting(Policy::name)
        .containsExactly(
            "no-global-destroy",
            "blast-needs-priority",
            "resource-allowlist",
            "freeze-window",
            "freeze-window");
  }

  private static Opinion ask(Policy policy, Action action, Priority priority, BlastRadius blast) {
    return policy.evaluate(
        Sample.intent(action, priority, blast),
        new Policy.Facts(action.isDestructive(), 0),
        new Work(0));
  }
}
