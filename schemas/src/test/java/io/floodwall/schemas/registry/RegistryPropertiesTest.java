package io.floodwall.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RegistryPropertiesTest {
  private static final Topics TOPICS = new Topics("floodwall.");
  private static final Intent INTENT =
      Intent.of("agent-a", "1", new Action.Destroy("web"), Priority.BULK, BlastRadius.CELL);

  private static int idOf(Codecs codecs) {
    return ByteBuffer.wrap(codecs.intent().encode(INTENT)).getInt(1);
  }

  @Test
  void withoutARegistryTheIdsThatShipAreUsed() {
    assertThat(idOf(RegistryProperties.codecs(Map.of("acks", "all"), TOPICS))).isOne();
    assertThat(idOf(RegistryProperties.codecs(Map.of(RegistryProperties.URL, ""), TOPICS))).isOne();
  }

  @Test
  void aClientLooksUpWhatTheApplicationsRegisteredAndRegistersNothing() throws Exception {
    try (var registry = new FakeRegistry()) {
      Map<String, Object> client =
          Map.of(RegistryProperties.URL, registry.url(), RegistryProperties.AUTH, "Bearer secret");
      assertThatExceptionOfType(RegistryException.class)
          .isThrownBy(() -> RegistryProperties.codecs(client, TOPICS))
          .withMessageContaining("is not registered");
      assertThat(registry.ids).isEmpty();

      Map<String, Object> application =
          Map.of(RegistryProperties.URL, registry.url(), RegistryProperties.AUTO_REGISTER, "true");
      int id = idOf(RegistryProperties.codecs(application, TOPICS));
      assertThat(id).isGreaterThanOrEqualTo(1_000);
      assertThat(idOf(RegistryProperties.codecs(client, TOPICS))).isEqualTo(id);
      assertThat(registry.authorizations).contains("Bearer secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry:8081", "ftp://registry", "http://a b", "/etc/passwd"})
  void whatIsNoAddressIsSaid(String url) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> RegistryProperties.codecs(Map.of(RegistryProperties.URL, url), TOPICS))
        .withMessageContaining("schema.registry.url");
  }

  @Test
  void kafkaIsNotToldOfIt() {
    Map<String, Object> all =
        Map.of("acks", "all", RegistryProperties.URL, "u", RegistryProperties.AUTH, "a");
    assertThat(RegistryProperties.without(all)).containsOnlyKeys("acks");
    assertThat(RegistryProperties.only(all))
        .containsOnlyKeys(RegistryProperties.URL, RegistryProperties.AUTH);
  }
}
