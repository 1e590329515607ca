package io.floodwall.schemas;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Avro's view of the generated classes: schema names become classes of {@code io.floodwall.wire}
 * and of no other package.
 *
 * <p>Avro itself loads classes by name only from packages that a system property lists; a library
 * cannot ask everyone who embeds it to set one.
 */
final class WireData extends SpecificData {
  private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();

  WireData() {
    super(WireData.class.getClassLoader());
    setCustomCoders(false); // one way to write, whatever a system property says
  }

  @Override
  public @Nullable Class<?> getClass(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> classes.computeIfAbsent(schema.getFullName(), this::generated);
      default -> super.getClass(schema);
    };
  }

  private Class<?> generated(String name) {
    if (!name.startsWith("io.floodwall.wire.")) {
      throw new IllegalArgumentException(name + " is not a type of the wire contract");
    }
    try {
      return Class.forName(name, true, getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(name + " has no generated class", e);
    }
  }
}
