package io.floodwall.app.wall;

import io.floodwall.core.admission.Control;
import io.floodwall.schemas.MalformedRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The keys that operators have published for an agent, good or revoked. */
public final class AgentKeys {
  private AgentKeys() {}

  /** The last order about each of them, by key id. */
  public static List<Control> of(Wall wall, String agent) {
    var reader = new TopicReader(wall);
    var byKey = new TreeMap<String, Control>();
    reader.read(
        reader.partitionsOf(wall.topics().controls()),
        record -> {
          try {
            Control control = wall.codecs().control().decode(record.value());
            if (control.kind() == Control.Kind.KEY && control.agent().equals(agent)) {
              byKey.put(control.key(), control);
            }
          } catch (MalformedRecordException e) {
            return; // not an order: admission has put it among the dead letters
          }
        });
    return new ArrayList<>(byKey.values());
  }
}
