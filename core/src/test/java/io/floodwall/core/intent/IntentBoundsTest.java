package io.floodwall.core.intent;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Reason;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntentBoundsTest {
  private static final String NAME_RULE =
      " must be 1-200 bytes without control, bidi or edge-space characters";

  @Test
  void anIntentWithEveryFieldAtItsLimitIsWithinBounds() {
    String name = "n".repeat(200);
    var parameter = new Action.Parameter(name, "v".repeat(8 * 1024));
    var intent =
        new Intent(
            name,
            name,
            name,
            name,
            new Action.Invoke(name, name, Collections.nCopies(64, parameter)),
            Priority.PAGER,
            BlastRadius.GLOBAL,
            name,
            "r".repeat(16 * 1024),
            name,
            IntentBounds.DEADLINE_MAX_MS,
            name);
    assertThat(IntentBounds.check(intent)).isNull();
  }

  @Test
  void whatIsAbsentIsWithinBounds() {
    assertThat(IntentBounds.check(new Fields().intent())).isNull();
  }

  @Nested
  class Identity {
    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a\u202Eb", "a\u001B[2J"})
    void isABadIdentityWhereItIsNotAName(String bad) {
      assertViolates(fields -> fields.tenant = bad, Reason.BAD_IDENTITY, "tenant" + NAME_RULE);
      assertViolates(fields -> fields.agent = bad, Reason.BAD_IDENTITY, "agent" + NAME_RULE);
      assertViolates(fields -> fields.id = bad, Reason.BAD_IDENTITY, "id" + NAME_RULE);
    }

    @Test
    void isToldBeforeAnyOtherField() {
      assertViolates(
          fields -> {
            fields.session = "";
            fields.id = "";
          },
          Reason.BAD_IDENTITY,
          "id" + NAME_RULE);
    }
  }

  @Nested
  class Names {
    @Test
    void aResourceIsAName() {
      assertViolates(
          fields -> fields.action = new Action.Destroy(""),
          Reason.BAD_FIELD,
          "resource" + NAME_RULE);
      assertViolates(
          fields -> fields.action = new Action.Apply("a\nb", "x"),
          Reason.BAD_FIELD,
          "resource" + NAME_RULE);
    }

    @Test
    void optionalNamesAreNamesWherePresent() {
      String bad = "n".repeat(201);
      assertBadField(fields -> fields.onBehalfOf = bad, "onBehalfOf" + NAME_RULE);
      assertBadField(fields -> fields.environment = bad, "environment" + NAME_RULE);
      assertBadField(fields -> fields.session = bad, "session" + NAME_RULE);
      assertBadField(fields -> fields.stateDigest = bad, "stateDigest" + NAME_RULE);
    }
  }

  @Nested
  class Tools {
    @Test
    void aToolAndItsParametersHaveNames() {
      assertBadField(fields -> fields.action = invoke("", List.of()), "tool" + NAME_RULE);
      assertBadField(
          fields -> fields.action = invoke("t", List.of(new Action.Parameter(" ", ""))),
          "parameter name" + NAME_RULE);
    }

    @Test
    void thereAreAtMost64Parameters() {
      var parameter = new Action.Parameter("p", "");
      assertBadField(
          fields -> fields.action = invoke("t", Collections.nCopies(65, parameter)),
          "parameters: at most 64 are allowed");
    }

    @Test
    void aParametersValueIsAnyTextOfAtMost8KiB() {
      String longest = "\u001B" + "é".repeat(4_095);
      assertThat(checked(fields -> fields.action = invoke("t", List.of(value(longest))))).isNull();
      assertBadField(
          fields -> fields.action = invoke("t", List.of(value("é".repeat(4_096) + "x"))),
          "parameter value must have at most 8192 bytes");
    }

    private Action.Parameter value(String text) {
      return new Action.Parameter("p", text);
    }
  }

  @Nested
  class Others {
    @Test
    void reasoningIsAnyTextOfAtMost16KiB() {
      assertThat(checked(fields -> fields.reasoning = "\n".repeat(16_384))).isNull();
      assertBadField(
          fields -> fields.reasoning = "é".repeat(8_192) + "x",
          "reasoning must have at most 16384 bytes");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 253_402_300_800_000L, Long.MAX_VALUE})
    void aDeadlineLiesBetween1970And9999(long bad) {
      assertThat(checked(fields -> fields.deadlineMs = 0L)).isNull();
      assertBadField(
          fields -> fields.deadlineMs = bad, "deadlineMs must be between 1970 and the end of 9999");
    }
  }

  private static Action invoke(String tool, List<Action.Parameter> parameters) {
    return new Action.Invoke("web", tool, parameters);
  }

  private static void assertBadField(Consumer<Fields> change, String detail) {
    assertViolates(change, Reason.BAD_FIELD, detail);
  }

  private static void assertViolates(Consumer<Fields> change, Reason reason, String detail) {
    assertThat(checked(change)).isEqualTo(new IntentBounds.Violation(reason, detail));
  }

  private static IntentBounds.@Nullable Violation checked(Consumer<Fields> change) {
    var fields = new Fields();
    change.accept(fields);
    return IntentBounds.check(fields.intent());
  }

  /** An intent within bounds, to be spoilt field by field. */
  private static final class Fields {
    String tenant = "default";
    String agent = "deployer";
    String id = "1";
    @Nullable String onBehalfOf;
    Action action = new Action.Destroy("web");
    @Nullable String environment;
    @Nullable String reasoning;
    @Nullable String session;
    @Nullable Long deadlineMs;
    @Nullable String stateDigest;

    Intent intent() {
      return new Intent(
          tenant,
          agent,
          id,
          onBehalfOf,
          action,
          Priority.BULK,
          BlastRadius.CELL,
          environment,
          reasoning,
          session,
          deadlineMs,
          stateDigest);
    }
  }
}
