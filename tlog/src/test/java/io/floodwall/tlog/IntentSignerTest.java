package io.floodwall.tlog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.signing.IntentSignature;
import io.floodwall.core.signing.SignatureHeader;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The golden signature is openssl's, over the statement that another program laid out. */
class IntentSignerTest {
  private static final Intent INTENT =
      Intent.of(
          "agent-\u00fc", "change-1", new Action.Destroy("web"), Priority.NORMAL, BlastRadius.CELL);
  private static final Hash DIGEST = Hash.sha256("digest".getBytes(US_ASCII));
  private static final String GOLDEN =
      "8bd50e4ef661587bbd257a52b8489d6372540e33633f29194f1716f051478052"
          + "db32b87d2d2517f975a8159b1cc2661624e41c8b172f686165514153d3021f07";

  private static SecretKey secret(String word) throws FormatException {
    return SecretKey.of(Hash.sha256(word.getBytes(US_ASCII)).toBytes());
  }

  @Test
  void signsAsOpensslDoes() throws FormatException {
    SignatureHeader header =
        new IntentSigner(secret("golden")).sign("floodwall.intents", INTENT, DIGEST);

    assertThat(header.keyId()).isEqualTo("2d70204d1a412912");
    assertThat(header.signature().toString()).isEqualTo(GOLDEN);
  }

  @Test
  void whatItSignedHoldsForThisIntentAndKeyAlone() throws FormatException {
    var signatures = new Ed25519Signatures(1);
    Bytes key = secret("golden").publicKey().encoded();
    Bytes golden = Bytes.copyOf(HexFormat.of().parseHex(GOLDEN));
    var signature = new IntentSignature("floodwall.intents", DIGEST, key, golden);

    assertThat(signature.holds(INTENT, signatures)).isTrue();
    Intent other =
        Intent.of("agent-b", "change-1", INTENT.action(), INTENT.priority(), INTENT.blast());
    assertThat(signature.holds(other, signatures)).isFalse();
    Bytes another = secret("another").publicKey().encoded();
    assertThat(
            new IntentSignature("floodwall.intents", DIGEST, another, golden)
                .holds(INTENT, signatures))
        .isFalse();
    assertThat(
            new IntentSignature("floodwall.intents", DIGEST, Bytes.copyOf(new byte[32]), golden)
                .holds(INTENT, signatures))
        .isFalse();
  }

  @Test
  void zeroAndSmallOrderKeysAreNone() {
    var signatures = new Ed25519Signatures(1);
    assertThat(signatures.problem(Bytes.copyOf(new byte[32]))).contains("full order");
    assertThat(signatures.problem(Bytes.copyOf(new byte[31]))).contains("32 bytes");
  }
}
