package io.floodwall.app.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.client.Delivery;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final Delivery WEB_1 = HeldDelivery.on("web", 1);
  private static final Delivery WEB_2 = HeldDelivery.on("web", 2);
  private static final Delivery DB_3 = HeldDelivery.on("db", 3);
  private static final Delivery API_4 = HeldDelivery.on("api", 4);

  @Test
  void aBusyResourceIsWaitedForInOrderAndOthersPass() {
    var lanes = new Lanes(8, 1, 4);
    lanes.add(WEB_1);
    lanes.add(WEB_2);
    lanes.add(DB_3);
    assertThat(lanes.start()).containsExactly(WEB_1, DB_3);
    assertThat(lanes.start()).isEmpty();
    lanes.ended(DB_3);
    assertThat(lanes.start()).isEmpty();
    lanes.ended(WEB_1);
    assertThat(lanes.start()).containsExactly(WEB_2);
  }

  @Test
  void noMoreRunAtOnceThanIsAllowedInAll() {
    var lanes = new Lanes(2, 1, 4);
    lanes.add(WEB_1);
    lanes.add(DB_3);
    lanes.add(API_4);
    assertThat(lanes.start()).containsExactly(WEB_1, DB_3);
    assertThat(lanes.running()).isEqualTo(2);
    lanes.ended(WEB_1);
    assertThat(lanes.start()).containsExactly(API_4);
  }

  @Test
  void severalMayRunOnOneResourceWhereThatIsAllowed() {
    var lanes = new Lanes(8, 2, 4);
    lanes.add(WEB_1);
    lanes.add(WEB_2);
    lanes.add(HeldDelivery.on("web", 9));
    assertThat(lanes.start()).containsExactly(WEB_1, WEB_2);
  }

  @Test
  void whatIsHeldNeverExceedsWhatMayRunAndWait() {
    var lanes = new Lanes(2, 1, 1);
    assertThat(lanes.room()).isEqualTo(3);
    lanes.add(WEB_1);
    lanes.add(WEB_2);
    lanes.start();
    assertThat(lanes.room()).isEqualTo(1);
    lanes.add(DB_3);
    assertThat(lanes.room()).isZero();
    lanes.start();
    lanes.ended(WEB_1);
    assertThat(lanes.room()).isEqualTo(1);
  }

  @Test
  void whatIsDrainedHasNotStartedAndNeverWill() {
    var lanes = new Lanes(1, 1, 4);
    lanes.add(WEB_1);
    lanes.add(WEB_2);
    lanes.start();
    assertThat(lanes.drain()).containsExactly(WEB_2);
    assertThat(lanes.isIdle()).isFalse();
    lanes.ended(WEB_1);
    assertThat(lanes.start()).isEmpty();
    assertThat(lanes.isIdle()).isTrue();
  }
}
