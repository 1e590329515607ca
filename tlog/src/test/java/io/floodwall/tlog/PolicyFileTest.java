package io.floodwall.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quorums: what a policy file asks for, and whether a checkpoint has it. */
class PolicyFileTest {
  private static final String LOG = "log " + Sample.LOG.verifier() + "\n";
  private static final String W1 = "witness w1 " + Sample.WITNESS.cosigner() + "\n";
  private static final String W2 =
      "witness w2 " + Sample.SECOND.cosigner() + " https://w2.example\n";
  private static final String TEXT = Sample.checkpoint().text();

  @Test
  void noWitnessIsAskedForByNone() throws Exception {
    TrustPolicy policy = PolicyFile.parse("# comment\n\n" + LOG + "\t quorum \t none \n");
    assertThat(policy.verified(SignedNote.sign(TEXT, Sample.LOG))).isEqualTo(Sample.checkpoint());
  }

  @Test
  void aQuorumCountsItsWitnesses() throws Exception {
    TrustPolicy any = PolicyFile.parse(LOG + W1 + W2 + "group g any w1 w2\nquorum g\n");
    TrustPolicy all = PolicyFile.parse(LOG + W1 + W2 + "group g all w1 w2\nquorum g\n");
    TrustPolicy two = PolicyFile.parse(LOG + W1 + W2 + "group g 2 w1 w2\nquorum g\n");
    SignedNote bare = SignedNote.sign(TEXT, Sample.LOG);
    SignedNote one = bare.with(Sample.WITNESS.cosign(TEXT, 1));
    SignedNote both = one.with(Sample.SECOND.cosign(TEXT, 2));
    assertThat(any.verified(one)).isEqualTo(Sample.checkpoint());
    assertThat(all.verified(both)).isEqualTo(Sample.checkpoint());
    assertThat(two.verified(both)).isEqualTo(Sample.checkpoint());
    assertThat(two.cosigners(both)).containsExactlyInAnyOrder("w1", "w2");
    for (TrustPolicy policy : List.of(any, all, two)) {
      assertThatThrownBy(() -> policy.verified(bare))
          .isInstanceOf(UntrustedException.class)
          .hasMessageContaining("0 of the known witnesses");
    }
    assertThatThrownBy(() -> all.verified(one)).hasMessageContaining("quorum is not met: 1 of");
  }

  @Test
  void aWitnessThatSignsTwiceCountsOnce() throws Exception {
    TrustPolicy two = PolicyFile.parse(LOG + W1 + W2 + "group g 2 w1 w2\nquorum g\n");
    SignedNote twice =
        SignedNote.sign(TEXT, Sample.LOG)
            .with(Sample.WITNESS.cosign(TEXT, 1))
            .with(Sample.WITNESS.cosign(TEXT, 2));
    assertThatThrownBy(() -> two.verified(twice)).isInstanceOf(UntrustedException.class);
  }

  @Test
  void cosignaturesWithoutTheLogsSignatureAreNothing() throws Exception {
    TrustPolicy policy = PolicyFile.parse(LOG + W1 + "quorum w1\n");
    SignedNote note = new SignedNote(TEXT, List.of(Sample.WITNESS.cosign(TEXT, 1)));
    assertThatThrownBy(() -> policy.verified(note)).hasMessageContaining("no trusted key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the quorum line is missing",
        "'quorum w1\n' | line 1: a name is used that no line above defines",
        "'quorum none\nquorum none\n' | line 2: there is one quorum line only",
        "'witness none {W}\n' | line 1: the name is taken",
        "'witness a {W}\nwitness a {W2}\n' | line 2: the name is taken",
        "'witness a {W}\nwitness b {W}\n' | line 2: the key is listed already",
        "'witness a {L}\n' | line 1: a witness has a cosignature key",
        "'log {L}\nlog {L}\n' | line 2: the key is listed already",
        "'log\n' | line 1: must be: log VKEY",
        "'log x\n' | line 1: a verifier key looks like",
        "'witness a {W}\ngroup g 2 a\n' | line 2: of 1 members 1 to 1",
        "'witness a {W}\ngroup g 0 a\n' | line 2: of 1 members 1 to 1",
        "'witness a {W}\ngroup g any a\ngroup h any a\n' | line 3: a name can be a member once",
        "'witness a {W}\ngroup g any g\n' | line 2: a name is used that no line above",
        "'witness a {W}\ngroup g some a\n' | line 2: how many must cosign is not a decimal",
        "'trust me\n' | line 1: must start with log, witness, group or quorum",
        "'quorum\u0007 none\n' | no control characters"
      })
  void faultsAreNamedWithTheirLine(String text, String message) {
    String filled =
        text.replace("{W}", Sample.WITNESS.cosigner().toString())
            .replace("{W2}", Sample.SECOND.cosigner().toString())
            .replace("{L}", Sample.LOG.verifier().toString());
    assertThatThrownBy(() -> PolicyFile.parse(filled))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(message);
  }
}
