package io.floodwall.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.core.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Confluent's genuine classes read what we write, and write what we read, byte for byte. */
class ConfluentInterchangeTest {
  private static final Topics TOPICS = new Topics("floodwall.");

  private static ConfluentStack confluent;

  private final Codecs codecs = Codecs.pinned();

  @BeforeAll
  static void start() throws IOException, ReflectiveOperationException {
    confluent = new ConfluentStack();
    for (RecordSchema version : PinnedSchemaIds.load().versions().values()) {
      confluent.register(topicOf(version.recordName()), version);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    confluent.close();
  }

  static Stream<Samples.Sample<?>> samples() {
    return Samples.all().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  <T> void theirBytesAreOurBytes(Samples.Sample<T> sample) throws Exception {
    Codec<T> codec = sample.codecOf().apply(codecs);
    byte[] ours = codec.encode(sample.value());

    Object read = confluent.deserialize(topicOf(sample.record()), ours);
    byte[] theirs = confluent.serialize(topicOf(sample.record()), read);

    assertThat(theirs).isEqualTo(ours);
    assertThat(codec.decode(theirs)).isEqualTo(sample.value());
  }

  @Test
  void theyReadTheFieldsOfAnIntent() throws Exception {
    byte[] bytes = codecs.intent().encode(Samples.FULL_INTENT);
    Object read = confluent.deserialize(TOPICS.intents(), bytes);

    assertThat(text(read, "tenant")).isEqualTo("acme");
    assertThat(text(read, "agent")).isEqualTo("agent-a");
    assertThat(text(read, "onBehalfOf")).isEqualTo("ada@example.org");
    assertThat(text(read, "action.resource")).isEqualTo("web");
    assertThat(text(read, "action.manifest")).isEqualTo("replicas: 3\n# \u00fcber \uD83D\uDE80\n");
    assertThat(text(read, "priority")).isEqualTo("PAGER");
    assertThat(text(read, "blast")).isEqualTo("SERVICE");
    assertThat(confluent.field(read, "deadlineMs")).isEqualTo(1_767_229_200_000L);
  }

  @Test
  void theyReadTheFieldsOfADecision() throws Exception {
    byte[] bytes = codecs.decision().encode(Samples.FULL_DECISION);
    Object read = confluent.deserialize(TOPICS.deferred(), bytes);

    assertThat(text(read, "intent.id")).isEqualTo("change-1");
    assertThat(confluent.field(read, "facts.sourceOffset")).isEqualTo(1_000_000_007L);
    assertThat(confluent.field(read, "facts.bucket.tokensMicros")).isEqualTo(4_000_000L);
    assertThat(text(read, "facts.control.key")).isEqualTo("jail/agent-b");
    assertThat(text(read, "ruling.verdict")).isEqualTo("DEFER");
    assertThat(text(read, "ruling.reason")).isEqualTo("POLICY");
    List<?> breakdown = (List<?>) confluent.field(read, "ruling.breakdown");
    assertThat(breakdown).hasSize(3);
    assertThat(confluent.field(breakdown.get(0), "verdict")).isNull();
    assertThat(text(breakdown.get(2), "policy")).isEqualTo("freeze-window");
    assertThat(confluent.field(read, "bundle.version")).isEqualTo(7L);
    assertThat(confluent.field(read, "decisionSeq")).isEqualTo(123_456L);
  }

  @Test
  void theyReadTheFieldsOfALedgerEntry() throws Exception {
    byte[] bytes = codecs.ledgerEntry().encode(Samples.FULL_ENTRY);
    Object read = confluent.deserialize(TOPICS.ledger(), bytes);

    assertThat(confluent.field(read, "seq")).isEqualTo(41L);
    assertThat(fixed(read, "prev")).isEqualTo(Samples.FULL_ENTRY.prev());
    assertThat(fixed(read, "digest")).isEqualTo(Samples.FULL_ENTRY.digest());
    assertThat(text(read, "kind")).isEqualTo("VERDICT");
    assertThat(fixed(read, "schemaFingerprint")).isEqualTo(Samples.FULL_ENTRY.schema());
    assertThat(confluent.field(read, "payload"))
        .isEqualTo(ByteBuffer.wrap(Samples.FULL_ENTRY.payload().toArray()));
  }

  @Test
  void aTombstoneIsNullToThemAndEmptyToUs() throws Exception {
    assertThat(confluent.deserialize(TOPICS.intents(), null)).isNull();
    assertThat(confluent.serialize(TOPICS.intents(), null)).isNull();
  }

  @Test
  void anIdTheRegistryDoesNotHaveIsRefusedByThemToo() {
    byte[] unknown = WireBytes.framed(4_711).raw(new byte[8]).toBytes();

    assertThatThrownBy(() -> confluent.deserialize(TOPICS.intents(), unknown))
        .hasRootCauseMessage("Subject Not Found; error code: 40401");
  }

  /** A topic that carries the record; ledger payloads have none, so one is made up. */
  private static String topicOf(String record) {
    return TOPICS.all().stream()
        .filter(topic -> topic.value().equals(record))
        .map(TopicSpec::name)
        .findFirst()
        .orElse("payload." + record);
  }

  private static String text(Object record, String path) throws ReflectiveOperationException {
    return String.valueOf(confluent.field(record, path));
  }

  private static Hash fixed(Object record, String path) throws ReflectiveOperationException {
    Object fixed = confluent.field(record, path);
    return Hash.of((byte[]) fixed.getClass().getMethod("bytes").invoke(fixed));
  }
}
