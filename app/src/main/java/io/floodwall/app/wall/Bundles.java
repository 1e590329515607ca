package io.floodwall.app.wall;

import io.floodwall.core.Hash;
import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.InvalidBundleException;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The bundles on a wall's policies topic: the valid ones, which are those a gate takes. */
public final class Bundles {
  private Bundles() {}

  /** A valid bundle and the digest that decisions name it by. */
  public record Found(PolicyBundle bundle, Hash digest) {}

  /** The tenant's bundles, the highest version first. */
  public static List<PolicyBundle> of(Wall wall, String tenant) {
    return all(wall).stream()
        .map(Found::bundle)
        .filter(bundle -> bundle.tenant().equals(tenant))
        .toList();
  }

  /** Every tenant's, by tenant, the highest version of each first: that one governs. */
  public static List<Found> all(Wall wall) {
    var byTenant = new TreeMap<String, NavigableMap<Long, Found>>();
    new TopicReader(wall)
        .read(
            List.of(new TopicPartition(wall.topics().policies(), 0)),
            record -> take(wall, record, byTenant));
    var all = new ArrayList<Found>();
    byTenant.values().forEach(versions -> all.addAll(versions.descendingMap().values()));
    return List.copyOf(all);
  }

  private static void take(
      Wall wall,
      ConsumerRecord<byte[], byte[]> record,
      Map<String, NavigableMap<Long, Found>> byTenant) {
    try {
      PolicyBundle bundle = wall.codecs().bundle().decode(record.value());
      byte[] key = record.key() == null ? new byte[0] : record.key();
      if (bundle.key().equals(new String(key, StandardCharsets.UTF_8))) {
        BundleCompiler.compile(bundle);
        Hash digest = wall.codecs().unframe(record.value()).payload().sha256();
        byTenant
            .computeIfAbsent(bundle.tenant(), tenant -> new TreeMap<>())
            .putIfAbsent(bundle.version(), new Found(bundle, digest));
      }
    } catch (MalformedRecordException | InvalidBundleException e) {
      // not a bundle that governs: the gate has put it among the dead letters
      return;
    }
  }
}
