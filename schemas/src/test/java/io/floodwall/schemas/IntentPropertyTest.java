package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever an agent can say reaches the reader unchanged. */
class IntentPropertyTest {
  private final Codecs codecs = Codecs.pinned();

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void anyIntentComesBackEqual(@ForAll("intents") Intent intent) throws MalformedRecordException {
    assertThat(codecs.intent().decode(codecs.intent().encode(intent))).isEqualTo(intent);
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void equalIntentsHaveEqualBytes(@ForAll("intents") Intent intent)
      throws MalformedRecordException {
    byte[] bytes = codecs.intent().encode(intent);

    assertThat(codecs.intent().encode(codecs.intent().decode(bytes))).isEqualTo(bytes);
  }

  @Provide
  Arbitrary<Intent> intents() {
    var optional = texts().injectNull(0.5);
    var bare =
        Combinators.combine(
                texts(),
                texts(),
                actions(),
                Arbitraries.of(Priority.class),
                Arbitraries.of(BlastRadius.class))
            .as(Intent::of);
    return Combinators.combine(
            bare, texts(), optional, optional, optional, Arbitraries.longs().injectNull(0.5))
        .as(IntentPropertyTest::with);
  }

  private static Intent with(
      Intent bare,
      String tenant,
      @Nullable String onBehalfOf,
      @Nullable String reasoning,
      @Nullable String session,
      @Nullable Long deadlineMs) {
    return new Intent(
        tenant,
        bare.agent(),
        bare.id(),
        onBehalfOf,
        bare.action(),
        bare.priority(),
        bare.blast(),
        onBehalfOf,
        reasoning,
        session,
        deadlineMs,
        session);
  }

  private static Arbitrary<Action> actions() {
    var parameters =
        Combinators.combine(texts(), texts()).as(Action.Parameter::new).list().ofMaxSize(70);
    return Arbitraries.oneOf(
        Combinators.combine(texts(), texts()).as(Action.Apply::new),
        Combinators.combine(texts(), Arbitraries.longs().between(0, Action.Scale.MAX_REPLICAS))
            .as(Action.Scale::new),
        texts().map(Action.Destroy::new),
        Combinators.combine(texts(), texts(), parameters).as(Action.Invoke::new));
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().all().ofMaxLength(40).filter(IntentPropertyTest::hasUtf8);
  }

  private static boolean hasUtf8(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
