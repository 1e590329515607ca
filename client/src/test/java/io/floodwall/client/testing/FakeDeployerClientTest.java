package io.floodwall.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.client.Delivery;
import io.floodwall.client.FencedException;
import io.floodwall.core.Hash;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.outcome.Outcome;
import io.floodwall.core.outcome.Outcome.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FakeDeployerClientTest {
  private static final Action SCALE = new Action.Scale("web", 3);
  private static final Action INVOKE = new Action.Invoke("db", "vacuum", List.of());

  private final FakeDeployerClient client = new FakeDeployerClient();
  private int ids;

  private Hash admit(Action action) {
    String id = Integer.toString(ids++);
    return client.admit(Intent.of("agent", id, action, Priority.NORMAL, BlastRadius.CELL));
  }

  private List<Delivery> poll(int max) {
    return client.poll(max, Duration.ofDays(1));
  }

  @Test
  void whatIsAdmittedIsHandedOutOnceAndStarted() {
    Hash first = admit(SCALE);
    admit(INVOKE);
    assertThat(poll(1))
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.digest()).isEqualTo(first))
        .satisfies(delivery -> assertThat(delivery.isRepeat()).isFalse())
        .satisfies(delivery -> assertThat(delivery.receipt()).isEmpty())
        .satisfies(delivery -> assertThat(delivery.fencingToken()).isEqualTo(first.hex() + "/1"));
    assertThat(client.outcome(first)).returns(Result.STARTED, Outcome::result);
    assertThat(poll(0)).isEmpty();
    assertThat(poll(9)).hasSize(1);
    assertThat(poll(9)).isEmpty();
  }

  @Test
  void whatIsNotInForceIsHeldBack() {
    client.stopLedger();
    admit(SCALE);
    assertThat(poll(9)).isEmpty();
    client.startLedger();
    assertThat(poll(9)).hasSize(1);
  }

  @Test
  void aReportIsOnTheLogWithTheNextPollAndOnlyOnce() {
    Hash digest = admit(SCALE);
    Delivery delivery = poll(1).get(0);
    CompletableFuture<Outcome> written = delivery.report(Result.FAILED, 7, "no");
    assertThatIllegalStateException().isThrownBy(() -> delivery.applied("yes"));
    assertThat(written).isNotDone();
    poll(0);
    assertThat(written.join()).isSameAs(client.outcome(digest)).returns(7, Outcome::exitCode);
    assertThat(client.outcomes())
        .extracting(Outcome::result)
        .containsExactly(Result.STARTED, Result.FAILED);
  }

  @Test
  void releasedIsTheNextAttempt() {
    admit(INVOKE);
    var unused = poll(1).get(0).release();
    assertThat(poll(1)).extracting(Delivery::attempt).containsExactly(2);
  }

  @Test
  void aCrashRepeatsWhatMayBeRepeatedAndListsTheRest() {
    Hash scale = admit(SCALE);
    Hash invoke = admit(INVOKE);
    List<Delivery> open = poll(2);
    client.crash();
    assertThat(poll(9))
        .singleElement()
        .satisfies(repeat -> assertThat(repeat.digest()).isEqualTo(scale))
        .satisfies(repeat -> assertThat(repeat.isRepeat()).isTrue());
    assertThat(client.unknownOutcomes()).extracting(Outcome::decision).containsExactly(invoke);
    CompletableFuture<Outcome> late = open.get(1).applied("late");
    assertThat(late).isCompletedExceptionally();
    poll(0);
    assertThat(client.unknownOutcomes()).hasSize(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.resolve(scale, Result.APPLIED, "looked"));
    assertThat(client.resolve(invoke, Result.APPLIED, "looked").evidence()).isEqualTo("looked");
    assertThat(client.unknownOutcomes()).isEmpty();
  }

  @Test
  void whoIsFencedCannotReport() {
    admit(SCALE);
    CompletableFuture<Outcome> written = poll(1).get(0).applied("done");
    client.fence();
    assertThatThrownBy(() -> poll(1)).isInstanceOf(FencedException.class);
    assertThat(written).isCompletedExceptionally();
  }
}
