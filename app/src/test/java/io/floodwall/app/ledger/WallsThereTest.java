package io.floodwall.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.floodwall.app.cli.CommandException;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class WallsThereTest {
  private static WallsThere in(String... topics) {
    return new WallsThere("data", Set.of(topics));
  }

  private static void assertRefused(int exitCode, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessage(message)
        .asInstanceOf(type(CommandException.class))
        .returns(exitCode, CommandException::exitCode);
  }

  @Test
  void theOnlyWallIsTaken() {
    var there = in("demo.ledger", "demo.heads", "demo.intents", "__consumer_offsets");

    assertThat(there.theOnly(null)).isEqualTo("demo.");
  }

  @Test
  void aWallHasALedgerBesideItsHeadsUnderAPrefixThatEndsWithADot() {
    assertThat(
            in(
                    "a.ledger",
                    "b.heads",
                    "ledger",
                    "heads",
                    "c-ledger",
                    "c-heads",
                    ".ledger",
                    ".heads",
                    "my.old.ledger",
                    "my.old.heads")
                .prefixes())
        .containsExactly("my.old.");
  }

  @Test
  void severalWallsAreToldAndOneMustBeChosen() {
    var there = in("b.ledger", "b.heads", "a.ledger", "a.heads");

    assertRefused(
        2, "data holds 2 walls; choose one with --prefix: a., b.", () -> there.theOnly(null));
    assertThat(there.theOnly("b.")).isEqualTo("b.");
  }

  @Test
  void noWallAtAllIsAnError() {
    assertRefused(
        1,
        "data holds no ledger: there is no topic that a wall's ledger would have",
        () -> in("orders", "payments").theOnly(null));
  }

  @Test
  void aWallThatIsNotThereIsToldWithThoseThatAre() {
    assertRefused(
        1,
        "data has no topic 'x.ledger'; --prefix chooses another wall, there are: a.",
        () -> in("a.ledger", "a.heads").existing("x."));
    assertRefused(
        1,
        "data has no topic 'floodwall.ledger'; has a wall ever run there?",
        () -> in("orders").existing("floodwall."));
  }

  @Test
  void aLedgerWithoutItsHeadsCannotBeChecked() {
    assertRefused(1, "data has no topic 'a.heads'", () -> in("a.ledger").existing("a."));
  }
}
