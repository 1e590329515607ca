package io.floodwall.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.floodwall.app.broker.BrokerChoice.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tests' broker property means. */
class BrokerChoiceTest {
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "embedded"})
  void nothingMeansABrokerInThisProcess(String property) {
    assertThat(BrokerChoice.of(property)).isEqualTo(new BrokerChoice(Kind.EMBEDDED, ""));
  }

  @Test
  void testcontainersMeansAContainer() {
    assertThat(BrokerChoice.of("testcontainers").kind()).isEqualTo(Kind.CONTAINER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:9092", "kafka-1:9092,kafka-2:19092"})
  void anAddressMeansAClusterThatRuns(String address) {
    assertThat(BrokerChoice.of(address)).isEqualTo(new BrokerChoice(Kind.RUNNING, address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "kafka", "kafka:", "kafka:9092,", "kafka:many"})
  void anythingElseIsAnErrorAndNotSilentlyEmbedded(String property) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BrokerChoice.of(property))
        .withMessageContaining("testcontainers");
  }

  @Test
  void wallNamesNeverMeetOnAClusterThatStays() {
    assertThat(TestBroker.wallName("kill")).startsWith("kill-");
    assertThat(TestBroker.wallName("kill")).isNotEqualTo(TestBroker.wallName("kill"));
  }
}
