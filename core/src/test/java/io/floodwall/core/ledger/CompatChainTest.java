package io.floodwall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.gate.Verdict;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The seed's FNV-1a chain; its vectors were computed apart from this code. */
class CompatChainTest {
  private final CompatChain chain = new CompatChain();

  @Test
  void threeVerdictsHaveTheirDigests() {
    assertThat(chain.append(0, "reconciler-1", Verdict.ADMIT))
        .isEqualTo(new CompatChain.Link(0, CompatChain.BASIS, 0xdf579a95f6150a35L));
    assertThat(chain.append(-1, "agent-é", Verdict.DEFER))
        .isEqualTo(new CompatChain.Link(1, 0xdf579a95f6150a35L, 0x94091da0dd7d8b93L));
    assertThat(chain.append(42, "", Verdict.REJECT))
        .isEqualTo(new CompatChain.Link(2, 0x94091da0dd7d8b93L, 0x2d94a72655fab4c0L));
    assertThat(chain.head()).isEqualTo(0x2d94a72655fab4c0L);
    assertThat(chain.size()).isEqualTo(3);
  }

  @Test
  void anEmptyChainStandsAtTheBasis() {
    assertThat(CompatChain.hex(chain.head())).isEqualTo("0xcbf29ce484222325");
    assertThat(chain.size()).isZero();
  }

  @Test
  void whatHasNoDecimalIdIsNotFoldedIn() {
    assertThat(chain.appendIfDecimal("deploy-7", "a", Verdict.ADMIT)).isNull();
    assertThat(chain.size()).isZero();
    assertThat(chain.appendIfDecimal("7", "a", Verdict.ADMIT))
        .isEqualTo(new CompatChain().append(7, "a", Verdict.ADMIT));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808, -9223372036854775808",
    "18446744073709551615, -1"
  })
  void aDecimalIdIsAnyUnsigned64BitNumber(String id, long bits) {
    assertThat(CompatChain.decimalId(id)).isEqualTo(OptionalLong.of(bits));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "-0",
        "+1",
        "00",
        "01",
        "1.0",
        "1e3",
        "0x1",
        " 1",
        "1 ",
        "18446744073709551616",
        "99999999999999999999",
        "100000000000000000000",
        "١",
        "１",
        "1_000"
      })
  void anythingElseIsNoDecimalId(String id) {
    assertThat(CompatChain.decimalId(id)).isEmpty();
  }

  @Test
  void digestsAreWrittenWithSixteenDigits() {
    assertThat(CompatChain.hex(0)).isEqualTo("0x0000000000000000");
    assertThat(CompatChain.hex(0x081eb68250004746L)).isEqualTo("0x081eb68250004746");
    assertThat(CompatChain.hex(-1)).isEqualTo("0xffffffffffffffff");
  }
}
