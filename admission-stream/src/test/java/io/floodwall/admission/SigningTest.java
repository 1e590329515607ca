package io.floodwall.admission;

import static io.floodwall.admission.Refused.refused;
import static io.floodwall.admission.Wall.T0;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.Bytes;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.AgentState;
import io.floodwall.core.admission.Control;
import io.floodwall.core.signing.AgentKey;
import io.floodwall.core.signing.SignatureHeader;
import io.floodwall.core.signing.SigningMode;
import io.floodwall.tlog.Ed25519Signatures;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who must sign, signs; what is refused for its signature leaves the agent's bucket as it was. */
final class SigningTest {
  private static final String TOPIC = "floodwall.intents";
  private static final Hand DEPLOYER = Hand.of("deployer");
  private static final Hand OTHER = Hand.of("other");
  private static final Draft SCALE = Draft.of("deployer", "1");

  private final Wall wall = new Wall(AdmissionConfig.RATE_BURST, "5");

  @AfterEach
  void close() {
    wall.close();
  }

  private void ask(String agent, SigningMode mode) {
    wall.order(Control.signing(agent, mode, true, "policy", "ops"));
  }

  private void send(Draft draft, SignatureHeader header, long appendMs) {
    send(draft, header.toBytes(), appendMs);
  }

  private void send(Draft draft, byte[] header, long appendMs) {
    wall.send(draft.agent().getBytes(UTF_8), draft.encoded(), Hand.headers(header), appendMs);
  }

  /** Nothing was released and nothing is known of the agent: not even a bucket. */
  private void isRefused(Reason reason) {
    wall.refused().containsExactly(refused("deployer#1", reason));
    wall.released().isEmpty();
    assertThat(wall.agent("deployer")).isEqualTo(AgentState.UNKNOWN);
    assertThat(wall.deadLetters()).isEmpty();
  }

  @Nested
  class Required {
    @BeforeEach
    void everybodySigns() {
      ask("", SigningMode.REQUIRED);
      wall.order(DEPLOYER.publishedFor("deployer"));
    }

    @Test
    void signedIntentPassesAndItsFactsSayWithWhichKey() {
      send(SCALE, DEPLOYER.signs(TOPIC, SCALE), T0);

      assertThat(wall.candidates())
          .singleElement()
          .satisfies(
              candidate -> {
                var signature = candidate.facts().signature();
                assertThat(signature).isNotNull();
                assertThat(signature.keyId()).isEqualTo(DEPLOYER.key(0, null).id());
                assertThat(signature.digest()).isEqualTo(Wall.digest(SCALE.encoded()));
                assertThat(signature.holds(candidate.intent(), new Ed25519Signatures(1))).isTrue();
              });
      wall.refused().isEmpty();
    }

    @Test
    void unsignedIntentIsRefused() {
      wall.offer("deployer", 1).at(T0);

      isRefused(Reason.SIGNATURE_MISSING);
    }

    @Test
    void forgedSignatureIsRefused() {
      SignatureHeader own = DEPLOYER.signs(TOPIC, SCALE);
      SignatureHeader others = OTHER.signs(TOPIC, SCALE);
      send(SCALE, new SignatureHeader(own.keyId(), others.signature(), own.statement()), T0);

      isRefused(Reason.SIGNATURE_FORGED);
    }

    @Test
    void everyFlippedBitOfTheSignatureIsRefused() {
      byte[] header = DEPLOYER.signs(TOPIC, SCALE).toBytes();
      for (int bit = 0; bit < 8 * 64; bit += 7) {
        byte[] flipped = header.clone();
        flipped[9 + bit / 8] ^= (byte) (1 << (bit % 8));
        send(SCALE, flipped, T0);
      }

      wall.released().isEmpty();
      assertThat(wall.agent("deployer")).isEqualTo(AgentState.UNKNOWN);
      assertThat(wall.refusals())
          .extracting(r -> r.reason())
          .containsOnly(Reason.SIGNATURE_FORGED, Reason.SIGNATURE_MANGLED);
    }

    @Test
    void signatureForAnotherWallsTopicIsRefused() {
      send(SCALE, DEPLOYER.signs("staging.intents", SCALE), T0);

      isRefused(Reason.SIGNED_FOR_ANOTHER_TOPIC);
    }

    @Test
    void signatureForAnotherTopicUnderThisOnesNameIsForged() {
      SignatureHeader there = DEPLOYER.signs("staging.intents", SCALE);
      SignatureHeader here = DEPLOYER.signs(TOPIC, SCALE);
      send(SCALE, new SignatureHeader(here.keyId(), there.signature(), here.statement()), T0);

      isRefused(Reason.SIGNATURE_FORGED);
    }

    @Test
    void signatureOfAnotherIdIsRefused() {
      send(SCALE, DEPLOYER.signs(TOPIC, SCALE.id("0")), T0);

      isRefused(Reason.SIGNED_FOR_ANOTHER_INTENT);
    }

    @Test
    void signatureOfAnotherTenantIsRefused() {
      send(SCALE, DEPLOYER.signs(TOPIC, SCALE.tenant("acme")), T0);

      isRefused(Reason.SIGNED_FOR_ANOTHER_INTENT);
    }

    @Test
    void signatureOfAnotherAgentIsRefusedEvenUnderOneKeyForBoth() {
      wall.order(DEPLOYER.publishedFor("reaper"));
      send(SCALE, DEPLOYER.signs(TOPIC, Draft.of("reaper", "1")), T0);

      isRefused(Reason.SIGNED_FOR_ANOTHER_INTENT);
    }

    @Test
    void signatureOfAnotherBodyIsRefused() {
      send(SCALE, DEPLOYER.signs(TOPIC, SCALE.reasoning("harmless")), T0);

      isRefused(Reason.SIGNED_FOR_ANOTHER_BODY);
    }

    @Test
    void secondSpellingOfAValidSignatureIsRefused() {
      send(SCALE, plusOrder(DEPLOYER.signs(TOPIC, SCALE)), T0);

      isRefused(Reason.SIGNATURE_MANGLED);
    }

    @Test
    void keyThatNobodyPublishedIsRefused() {
      send(SCALE, OTHER.signs(TOPIC, SCALE), T0);

      isRefused(Reason.UNKNOWN_KEY);
    }

    @Test
    void keyOfAnotherAgentIsRefused() {
      wall.order(OTHER.publishedFor("reaper"));
      send(SCALE, OTHER.signs(TOPIC, SCALE), T0);

      isRefused(Reason.KEY_OF_ANOTHER_AGENT);
    }

    @Test
    void revokedKeyIsRefusedAndTheRefusalNamesWhoAndWhy() {
      wall.order(DEPLOYER.revokedFor("deployer"));
      send(SCALE, DEPLOYER.signs(TOPIC, SCALE), T0);

      assertThat(wall.refusals())
          .singleElement()
          .satisfies(
              r -> {
                assertThat(r.reason()).isEqualTo(Reason.KEY_REVOKED);
                assertThat(r.detail()).isEqualTo("by ada@example.org: stolen");
              });
      assertThat(wall.agent("deployer")).isEqualTo(AgentState.UNKNOWN);
    }

    @Test
    void keyRevokedWhileItsIntentWaitsReleasesNothing() {
      wall.closeValve();
      send(SCALE, DEPLOYER.signs(TOPIC, SCALE), T0);
      wall.order(DEPLOYER.revokedFor("deployer"));
      wall.openValve();
      wall.advance(Duration.ofMillis(10));

      wall.refused().containsExactly(refused("deployer#1", Reason.KEY_REVOKED));
      wall.released().isEmpty();
      assertThat(wall.depth()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 72, 73, 100})
    void headerThatIsCutShortIsRefused(int length) {
      send(SCALE, Arrays.copyOf(DEPLOYER.signs(TOPIC, SCALE).toBytes(), length), T0);

      isRefused(Reason.SIGNATURE_MALFORMED);
    }

    @Test
    void twoSignaturesAreRefusedEvenWhenBothHold() {
      byte[] header = DEPLOYER.signs(TOPIC, SCALE).toBytes();
      wall.send("deployer".getBytes(UTF_8), SCALE.encoded(), Hand.headers(header, header), T0);

      isRefused(Reason.SIGNATURE_MALFORMED);
    }

    @Test
    void retryOfASignedIntentIsADuplicateAndSpendsNoToken() {
      SignatureHeader header = DEPLOYER.signs(TOPIC, SCALE);
      send(SCALE, header, T0);
      AgentState after = wall.agent("deployer");
      send(SCALE, header, T0);

      wall.refused().containsExactly(refused("deployer#1", Reason.DUPLICATE));
      assertThat(wall.agent("deployer")).isEqualTo(after);
    }

    @Test
    void floodOfForgeriesLeavesTheVictimAllItsTokens() {
      SignatureHeader good = DEPLOYER.signs(TOPIC, SCALE.id("good"));
      for (int i = 0; i < 100; i++) {
        Draft draft = SCALE.id("forged" + i);
        SignatureHeader forged = OTHER.signs(TOPIC, draft);
        send(draft, new SignatureHeader(good.keyId(), forged.signature(), forged.statement()), T0);
      }
      wall.refused().hasSize(100);
      for (int i = 0; i < 5; i++) {
        Draft draft = SCALE.id("true" + i);
        send(draft, DEPLOYER.signs(TOPIC, draft), T0);
      }

      wall.released().hasSize(5);
    }
  }

  @Nested
  class Validity {
    private static final long HOUR = 3_600_000;

    @BeforeEach
    void keyOfOneHour() {
      ask("deployer", SigningMode.REQUIRED);
      wall.order(Control.key("deployer", DEPLOYER.key(T0, T0 + HOUR), true, "new", "ops"));
    }

    @Test
    void keyDoesNotCountBeforeItsTimeByTheAppendClock() {
      wall.advance(Duration.ofMinutes(30));
      send(SCALE, DEPLOYER.signs(TOPIC, SCALE), T0 - 1);

      isRefused(Reason.KEY_NOT_YET_VALID);
    }

    @Test
    void keyCountsNoMoreAtItsEndByTheAppendClock() {
      send(SCALE, DEPLOYER.signs(TOPIC, SCALE), T0 + HOUR);

      isRefused(Reason.KEY_EXPIRED);
    }

    @Test
    void keyCountsFromItsFirstMomentToItsLastHoweverLateItIsRead() {
      wall.advance(Duration.ofDays(2));
      send(SCALE, DEPLOYER.signs(TOPIC, SCALE), T0);
      send(SCALE.id("2"), DEPLOYER.signs(TOPIC, SCALE.id("2")), T0 + HOUR - 1);

      wall.released().containsExactly("deployer#1", "deployer#2");
    }

    @Test
    void newKeyCountsBesideTheOldOneWhileTheyOverlap() {
      wall.order(Control.key("deployer", OTHER.key(T0 + HOUR / 2, null), true, "rotation", "ops"));
      send(SCALE, DEPLOYER.signs(TOPIC, SCALE), T0 + HOUR - 1);
      send(SCALE.id("2"), OTHER.signs(TOPIC, SCALE.id("2")), T0 + HOUR - 1);
      send(SCALE.id("3"), OTHER.signs(TOPIC, SCALE.id("3")), T0 + HOUR);

      wall.released().containsExactly("deployer#1", "deployer#2", "deployer#3");
    }
  }

  @Nested
  class Modes {
    @ParameterizedTest
    @EnumSource(
        value = SigningMode.class,
        names = {"OFF", "CHECKED"})
    void unsignedIntentPasses(SigningMode mode) {
      ask("", mode);
      wall.offer("deployer", 1).at(T0);

      assertThat(wall.candidates())
          .singleElement()
          .satisfies(c -> assertThat(c.facts().signature()).isNull());
    }

    @Test
    void withoutAnyOrderSignaturesAreNotLookedAt() {
      send(SCALE, new byte[] {7}, T0);

      assertThat(wall.candidates())
          .singleElement()
          .satisfies(c -> assertThat(c.facts().signature()).isNull());
    }

    @Test
    void signatureThatIsPresentMustHoldWhereItIsChecked() {
      ask("", SigningMode.CHECKED);
      send(SCALE, DEPLOYER.signs(TOPIC, SCALE), T0);

      isRefused(Reason.UNKNOWN_KEY);
    }

    @Test
    void orderForOneAgentGoesBeforeTheOneForAll() {
      ask("", SigningMode.REQUIRED);
      ask("legacy", SigningMode.OFF);
      wall.offer("legacy", 1).at(T0);
      wall.offer("deployer", 1).at(T0);

      wall.released().containsExactly("legacy#1");
      wall.refused().containsExactly(refused("deployer#1", Reason.SIGNATURE_MISSING));
    }

    @Test
    void liftedOrderForOneAgentLeavesItToTheOneForAll() {
      ask("", SigningMode.REQUIRED);
      ask("deployer", SigningMode.OFF);
      wall.order(Control.signing("deployer", SigningMode.OFF, false, "as all", "ops"));
      wall.offer("deployer", 1).at(T0);

      isRefused(Reason.SIGNATURE_MISSING);
    }

    @Test
    void jailedAgentIsToldSoBeforeItsSignatureIsLookedAt() {
      ask("", SigningMode.REQUIRED);
      wall.order(Control.jail("deployer", true, "runaway", "ops", null));
      wall.offer("deployer", 1).at(T0);

      isRefused(Reason.JAILED);
    }
  }

  @Nested
  class BadKeys {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "0000000000000000000000000000000000000000000000000000000000000000",
          "0000000000000000000000000000000000000000000000000000000000000080",
          "0100000000000000000000000000000000000000000000000000000000000000",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
          "0200000000000000000000000000000000000000000000000000000000000000",
          "00"
        })
    void keyThatIsNoneIsADeadLetterAndCountsForNothing(String hex) {
      ask("", SigningMode.REQUIRED);
      var key = new AgentKey(Bytes.copyOf(HexFormat.of().parseHex(hex)), 0, null);
      wall.order(Control.key("deployer", key, true, "weak", "ops"));

      assertThat(wall.deadLetters())
          .singleElement()
          .satisfies(dead -> assertThat(dead.reason()).isEqualTo("BAD_KEY"));
      SignatureHeader own = DEPLOYER.signs(TOPIC, SCALE);
      send(SCALE, new SignatureHeader(key.id(), own.signature(), own.statement()), T0);
      isRefused(Reason.UNKNOWN_KEY);
    }

    @Test
    void keyThatEndsBeforeItBeginsIsADeadLetter() {
      wall.order(Control.key("deployer", DEPLOYER.key(T0, T0), true, "typo", "ops"));

      assertThat(wall.deadLetters())
          .singleElement()
          .satisfies(dead -> assertThat(dead.reason()).isEqualTo("BAD_KEY"));
    }

    @Test
    void keyUnderAnotherKeysIdIsADeadLetter() {
      Control control = DEPLOYER.publishedFor("deployer");
      wall.control(OTHER.publishedFor("deployer").key(), Wall.CODECS.control().encode(control));

      assertThat(wall.deadLetters())
          .singleElement()
          .satisfies(dead -> assertThat(dead.reason()).isEqualTo("BAD_CONTROL"));
    }
  }

  /** The same signature with S + L in the place of S. */
  private static SignatureHeader plusOrder(SignatureHeader header) {
    byte[] bytes = header.signature().toArray();
    byte[] s = reversed(Arrays.copyOfRange(bytes, 32, 64));
    var order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] sum = new BigInteger(1, s).add(order).toByteArray();
    byte[] low = reversed(sum);
    System.arraycopy(low, 0, bytes, 32, 32);
    return new SignatureHeader(header.keyId(), Bytes.copyOf(bytes), header.statement());
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] out = new byte[Math.max(bytes.length, 32)];
    for (int i = 0; i < bytes.length; i++) {
      out[i] = bytes[bytes.length - 1 - i];
    }
    return out;
  }
}
