package io.floodwall.app.wall;

import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.InvalidBundleException;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.schemas.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The bundles on a wall's policies topic: the valid ones, which are those a gate takes. */
public final class Bundles {
  private Bundles() {}

  /** The tenant's bundles, the highest version first. */
  public static List<PolicyBundle> of(Wall wall, String tenant) {
    var byVersion = new TreeMap<Long, PolicyBundle>();
    new TopicReader(wall)
        .read(
            List.of(new TopicPartition(wall.topics().policies(), 0)),
            record -> {
              try {
                PolicyBundle bundle = wall.codecs().bundle().decode(record.value());
                byte[] key = record.key() == null ? new byte[0] : record.key();
                boolean own =
                    bundle.tenant().equals(tenant)
                        && bundle.key().equals(new String(key, StandardCharsets.UTF_8));
                if (own) {
                  BundleCompiler.compile(bundle);
                  byVersion.putIfAbsent(bundle.version(), bundle);
                }
              } catch (MalformedRecordException | InvalidBundleException e) {
                // not a bundle that governs: the gate has put it among the dead letters
                return;
              }
            });
    return List.copyOf(byVersion.descendingMap().values());
  }
}
