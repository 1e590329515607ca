package io.floodwall.schemas.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.floodwall.core.Hash;
import io.floodwall.schemas.PinnedSchemaIds;
import io.floodwall.schemas.RecordSchema;
import io.floodwall.schemas.SchemaIds;
import io.floodwall.schemas.Topics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Schema ids from a registry over the Confluent REST API; the schemas themselves are still those
 * that ship.
 *
 * <p>{@link #current} registers or looks up at the first question and throws when that fails, which
 * is at the start of an application. {@link #byId} never throws: an id that the registry does not
 * know, or that it is silent about, is unknown for a while and the record becomes a dead letter.
 * One question blocks for at most {@code attempts x timeout} and the waits between; behind a
 * silence nothing is asked until {@code unknownFor} has passed.
 */
public final class RegistrySchemaIds implements SchemaIds {
  private static final int KNOWN_MAX = 1_000;
  private static final int UNKNOWN_MAX = 10_000;

  private final PinnedSchemaIds ours = PinnedSchemaIds.load();
  private final RegistrySettings settings;
  private final RegistryHttp http;
  private final Subjects subjects;
  private final LongSupplier nanos;
  private final Map<String, RecordSchema> current = new ConcurrentHashMap<>();
  private final Map<Integer, RecordSchema> byId = new ConcurrentHashMap<>();
  private final Map<Hash, RecordSchema> byFingerprint = new ConcurrentHashMap<>();
  private final Map<Integer, Long> unknownSince = new LinkedHashMap<>();
  private @Nullable Long silentSince;

  /** The ids of the registry for the topics of one wall. */
  public RegistrySchemaIds(RegistrySettings settings, Topics topics) {
    this(settings, topics, System::nanoTime);
  }

  RegistrySchemaIds(RegistrySettings settings, Topics topics, LongSupplier nanos) {
    this.settings = settings;
    this.http = new RegistryHttp(settings);
    this.subjects = new Subjects(topics);
    this.nanos = nanos;
  }

  @Override
  public RecordSchema current(String recordName) {
    return current.computeIfAbsent(recordName, this::settle);
  }

  @Override
  public @Nullable RecordSchema byId(int id) {
    RecordSchema known = byId.get(id);
    return known != null || id < 0 ? known : ask(id); // no registry gives ids below zero
  }

  @Override
  public @Nullable RecordSchema byFingerprint(Hash fingerprint) {
    RecordSchema known = ours.byFingerprint(fingerprint);
    return known != null ? known : byFingerprint.get(fingerprint);
  }

  private RecordSchema settle(String recordName) {
    RecordSchema mine = ours.current(recordName);
    RecordSchema first = null;
    for (String subject : subjects.of(recordName, mine.schema().getFullName())) {
      int id = settings.autoRegister() ? register(subject, mine) : lookUp(subject, mine);
      var version = new RecordSchema(id, recordName, mine.schema(), mine.fingerprint());
      byId.put(id, version);
      first = first == null ? version : first;
    }
    if (first == null) {
      throw new IllegalStateException("every record has a subject");
    }
    return first;
  }

  private int register(String subject, RecordSchema mine) {
    RegistryHttp.Answer fits =
        http.post("/compatibility/subjects/" + subject + "/versions/latest", body(mine));
    if (fits.isOk() && !fits.body().path("is_compatible").asBoolean(true)) {
      throw refused(subject, "is not compatible with the version that is there");
    }
    RegistryHttp.Answer answer = http.post("/subjects/" + subject + "/versions", body(mine));
    if (!answer.isOk()) {
      throw refused(subject, "is refused: " + answer.message());
    }
    int id = idIn(answer, subject);
    ObjectNode backward = JsonNodeFactory.instance.objectNode().put("compatibility", "BACKWARD");
    RegistryHttp.Answer set = http.put("/config/" + subject, backward);
    if (!set.isOk()) {
      throw refused(subject, "is there, but its compatibility cannot be set: " + set.message());
    }
    return id;
  }

  private int lookUp(String subject, RecordSchema mine) {
    RegistryHttp.Answer answer = http.post("/subjects/" + subject, body(mine));
    if (!answer.isOk()) {
      throw refused(
          subject,
          "is not registered ("
              + answer.message()
              + "); register it, or set floodwall.schema.registry.auto.register=true");
    }
    return idIn(answer, subject);
  }

  private int idIn(RegistryHttp.Answer answer, String subject) {
    if (!answer.body().path("id").canConvertToInt() || !answer.body().path("id").isInt()) {
      throw refused(subject, "got an answer without an id: " + answer.message());
    }
    return answer.body().path("id").intValue();
  }

  private RegistryException refused(String subject, String what) {
    return new RegistryException(
        "the schema of subject " + subject + " at " + settings.url() + " " + what);
  }

  private synchronized @Nullable RecordSchema ask(int id) {
    RecordSchema known = byId.get(id);
    if (known != null) {
      return known;
    }
    long now = nanos.getAsLong();
    Long since = unknownSince.get(id);
    if (isRecent(since, now) || isRecent(silentSince, now)) {
      return null;
    }
    RecordSchema found = null;
    try {
      RegistryHttp.Answer answer = http.get("/schemas/ids/" + id);
      silentSince = null;
      if (answer.isOk() && answer.body().path("schemaType").asText("AVRO").equals("AVRO")) {
        found = FetchedSchema.check(id, answer.body().path("schema").asText(), ours);
      }
    } catch (RegistryException e) {
      silentSince = nanos.getAsLong();
      return null;
    }
    if (found == null || byId.size() >= KNOWN_MAX) {
      remember(id);
      return found;
    }
    byId.put(id, found);
    byFingerprint.putIfAbsent(found.fingerprint(), found);
    return found;
  }

  private boolean isRecent(@Nullable Long since, long now) {
    return since != null && now - since < settings.unknownFor().toNanos();
  }

  private void remember(int id) {
    unknownSince.remove(id);
    unknownSince.put(id, nanos.getAsLong());
    if (unknownSince.size() > UNKNOWN_MAX) {
      unknownSince.remove(unknownSince.keySet().iterator().next());
    }
  }

  private static ObjectNode body(RecordSchema version) {
    return JsonNodeFactory.instance.objectNode().put("schema", version.schema().toString());
  }
}
