package io.floodwall.gate;

import io.floodwall.core.Reason;
import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.Decision.BundleRef;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.InvalidBundleException;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.runtime.UnusableRecordException;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.Framed;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The bundle in force of every tenant: its bytes in a store, its compiled gate in the heap.
 *
 * <pre>
 * key  tenant, UTF-8      row  PolicyBundle, framed Avro, exactly as it was published
 * </pre>
 *
 * Bundles come as ordinary input and a copy lies in every partition, so a change of policy is in
 * the same transaction as the first decision it governs.
 */
final class Bundles {
  static final String STORE = "bundles";

  private final KeyValueStore<byte[], byte[]> store;
  private final Codecs codecs;
  private final Map<String, InForce> inForce = new HashMap<>();

  /** A compiled bundle, and the name that decisions carry of it. */
  record InForce(BundleRef ref, Gate gate) {}

  /** What became of a published bundle. */
  enum Published {
    GOVERNS,
    ALREADY_GOVERNS,
    OLDER
  }

  Bundles(KeyValueStore<byte[], byte[]> store, Codecs codecs) {
    this.store = store;
    this.codecs = codecs;
    try (KeyValueIterator<byte[], byte[]> rows = store.all()) {
      rows.forEachRemaining(this::restore);
    }
  }

  /** The bundle that governs {@code tenant}, or null when none does. */
  @Nullable InForce of(String tenant) {
    return inForce.get(tenant);
  }

  /** Puts a published bundle in force if it is valid and newer; the last good one stays if not. */
  Published publish(byte @Nullable [] key, byte @Nullable [] value) throws UnusableRecordException {
    Compiled bundle = compiled(value);
    if (!Arrays.equals(utf8(bundle.source.key()), key)) {
      throw bad("the key is not " + bundle.source.key());
    }
    InForce last = inForce.get(bundle.source.tenant());
    if (last != null && bundle.source.version() < last.ref().version()) {
      return Published.OLDER;
    }
    if (last != null && bundle.source.version() == last.ref().version()) {
      if (!last.ref().equals(bundle.inForce.ref())) {
        throw bad(
            bundle.source.key() + " is in force with other bytes: versions are never re-written");
      }
      return Published.ALREADY_GOVERNS;
    }
    store.put(utf8(bundle.source.tenant()), value);
    inForce.put(bundle.source.tenant(), bundle.inForce);
    return Published.GOVERNS;
  }

  private record Compiled(PolicyBundle source, InForce inForce) {}

  private Compiled compiled(byte @Nullable [] value) throws UnusableRecordException {
    try {
      Framed framed = codecs.unframe(value);
      if (framed.payload().length() > BundleCompiler.BYTES_MAX) {
        throw bad(
            "the bundle has "
                + framed.payload().length()
                + " bytes of "
                + BundleCompiler.BYTES_MAX);
      }
      PolicyBundle bundle = codecs.bundle().decode(value);
      var ref = new BundleRef(bundle.version(), framed.payload().sha256());
      return new Compiled(bundle, new InForce(ref, BundleCompiler.compile(bundle)));
    } catch (MalformedRecordException e) {
      throw bad(e.reason() + ": " + e.getMessage());
    } catch (InvalidBundleException e) {
      throw bad(String.join("; ", e.problems()));
    }
  }

  private void restore(KeyValue<byte[], byte[]> row) {
    try {
      Compiled bundle = compiled(row.value);
      inForce.put(bundle.source.tenant(), bundle.inForce);
    } catch (UnusableRecordException e) {
      String tenant = new String(row.key, StandardCharsets.UTF_8);
      throw new IllegalStateException(
          "the stored bundle of tenant " + tenant + " no longer compiles: " + e.detail(), e);
    }
  }

  private static UnusableRecordException bad(String detail) {
    return new UnusableRecordException(Reason.BAD_BUNDLE, detail);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
