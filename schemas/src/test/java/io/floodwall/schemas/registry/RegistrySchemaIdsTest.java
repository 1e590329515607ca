package io.floodwall.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.floodwall.core.Reason;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import io.floodwall.schemas.PinnedSchemaIds;
import io.floodwall.schemas.RecordSchema;
import io.floodwall.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RegistrySchemaIdsTest {
  private static final Intent INTENT =
      Intent.of("agent-a", "1", new Action.Destroy("web"), Priority.BULK, BlastRadius.CELL);
  private static final PinnedSchemaIds PINNED = PinnedSchemaIds.load();

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // a clock may wrap around

  private FakeRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private RegistrySchemaIds ids(boolean autoRegister, Duration timeout) {
    return ids(registry.url(), autoRegister, timeout);
  }

  private RegistrySchemaIds ids() {
    return ids(true, Duration.ofSeconds(5));
  }

  private RegistrySchemaIds ids(URI url, boolean autoRegister, Duration timeout) {
    var settings =
        new RegistrySettings(
            url,
            "Bearer secret",
            autoRegister,
            timeout,
            3,
            Duration.ofMillis(1),
            Duration.ofSeconds(60));
    return new RegistrySchemaIds(settings, new Topics("floodwall."), nanos::get);
  }

  private static byte[] framed(int id) {
    return ByteBuffer.allocate(8).put((byte) 0).putInt(id).array();
  }

  @Test
  void everySchemaIsRegisteredUnderItsTopicsAndMadeBackward() {
    new Codecs(ids());

    assertThat(registry.requests)
        .contains(
            "POST /subjects/floodwall.intents-value/versions",
            "PUT /config/floodwall.intents-value",
            "POST /subjects/floodwall.admitted-value/versions",
            "POST /subjects/floodwall.deferred-value/versions",
            "POST /subjects/floodwall.rejected-value/versions",
            "POST /subjects/floodwall.ledger-io.floodwall.wire.RefusalBatch/versions");
    assertThat(registry.count("PUT /config/")).isEqualTo(13);
    assertThat(registry.ids).hasSize(11);
    assertThat(registry.authorizations).containsOnly("Bearer secret");
  }

  @Test
  void recordsCarryTheRegistrysIdsAndDecodeElsewhereByThem() throws Exception {
    byte[] bytes = new Codecs(ids()).intent().encode(INTENT);

    assertThat(ByteBuffer.wrap(bytes).getInt(1)).isGreaterThanOrEqualTo(1_000);
    assertThat(new Codecs(ids(false, Duration.ofSeconds(5))).intent().decode(bytes))
        .isEqualTo(INTENT);
  }

  @Test
  void whatIsHashedDoesNotKnowTheRegistry() {
    assertThat(ids().current("Intent").fingerprint())
        .isEqualTo(PINNED.current("Intent").fingerprint());
    assertThat(ids().byFingerprint(PINNED.current("Intent").fingerprint())).isNotNull();
  }

  @Test
  void withoutAutoRegisterAMissingSchemaStopsTheStartAndSaysWhatToDo() {
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> new Codecs(ids(false, Duration.ofSeconds(5))))
        .withMessageContaining("floodwall.intents-value")
        .withMessageContaining("floodwall.schema.registry.auto.register=true");
    assertThat(registry.count("POST /subjects/floodwall.intents-value/versions")).isZero();
  }

  @Test
  void anIncompatibleSchemaIsNotRegistered() {
    registry.compatible = false;

    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> ids().current("Intent"))
        .withMessageContaining("is not compatible with the version that is there");
    assertThat(registry.ids).isEmpty();
  }

  @Test
  void aServersErrorIsTriedAgain() {
    registry.ids.put(PINNED.current("Intent").schema().toString(), 7);
    registry.failures.addAll(List.of(500, 429));

    assertThat(ids().byId(7)).extracting(RecordSchema::recordName).isEqualTo("Intent");
    assertThat(registry.count("GET /schemas/ids/7")).isEqualTo(3);
  }

  @Test
  void aClientsErrorIsNotTriedAgain() {
    registry.failures.add(401);

    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> ids(false, Duration.ofSeconds(5)).current("Intent"))
        .withMessageContaining("HTTP 401: told to fail");
    assertThat(registry.requests).hasSize(1);
  }

  @Test
  void anUnknownIdIsAskedOnceAndAgainAfterAWhile() {
    var ids = ids();

    assertThat(ids.byId(4_711)).isNull();
    assertThat(ids.byId(4_711)).isNull();
    assertThat(registry.count("GET /schemas/ids/4711")).isEqualTo(1);

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
    assertThat(ids.byId(4_711)).isNull();
    assertThat(registry.count("GET /schemas/ids/4711")).isEqualTo(2);
  }

  @Test
  void anIdIsAskedForOnceForAllItsRecords() {
    registry.ids.put(PINNED.current("Head").schema().toString(), 7);
    var ids = ids();

    assertThat(ids.byId(7)).isSameAs(ids.byId(7));
    assertThat(registry.requests).hasSize(1);
  }

  @Test
  void aSilentRegistryIsNotAskedAgainForAnyIdForAWhile() {
    registry.hangs = true;
    var ids = ids(true, Duration.ofMillis(50));

    for (int id = 1; id <= 1_000; id++) {
      assertThat(ids.byId(id)).isNull();
    }
    assertThat(registry.requests).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void anIdBelowZeroIsNotAskedFor() {
    assertThat(ids().byId(-1)).isNull();
    assertThat(registry.requests).isEmpty();
  }

  @Test
  void aRegistryThatIsDownIsAStartErrorThatSaysWhere() {
    URI nobody = registry.url();
    registry.close();

    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(() -> new Codecs(ids(nobody, true, Duration.ofSeconds(5))))
        .withMessageContaining(nobody.toString())
        .withMessageContaining("failed 3 times")
        .withMessageContaining("floodwall.schema.registry.url");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{}",
        "{\"schema\":\"{\"}",
        "{\"schema\":\"\\\"string\\\"\"}",
        "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Intent\\\",\\\"fields\\\":[]}\"}",
        "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message Foo {}\"}"
      })
  void nonsenseIsAnUnknownSchemaAndNothingWorse(String nonsense) {
    var codecs = new Codecs(ids());
    registry.nonsense = nonsense;

    assertThatExceptionOfType(MalformedRecordException.class)
        .isThrownBy(() -> codecs.intent().decode(framed(4_711)))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA));
  }

  @Test
  void anIdOfAnotherRecordIsMalformed() {
    var codecs = new Codecs(ids());
    byte[] head = framed(ids().current("Head").id());

    assertThatExceptionOfType(MalformedRecordException.class)
        .isThrownBy(() -> codecs.intent().decode(head))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
  }

  @Test
  void aFixedThatWouldFillTheHeapIsNotASchemaOfOurs() {
    String schema =
        PINNED.current("Head").schema().toString().replace("\"size\":32", "\"size\":2000000000");
    registry.ids.put(schema, 7);

    assertThat(schema).contains("2000000000");
    assertThat(ids().byId(7)).isNull();
  }
}
