package io.floodwall.schemas;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
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
  // each is a class of its own that is never unloaded: one for a type, not one for a codec
  private final Map<Class<?>, Supplier<?>> constructors = new ConcurrentHashMap<>();

  WireData() {
    super(WireData.class.getClassLoader());
    // the generated classes write themselves, field by field, whatever a system property says
    setCustomCoders(true);
  }

  @Override
  public @Nullable Class<?> getClass(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> classes.computeIfAbsent(schema.getFullName(), this::generated);
      default -> super.getClass(schema);
    };
  }

  /** Makes records by calling their constructors, where Avro would look them up by reflection. */
  @Override
  public InstanceSupplier getNewRecordSupplier(Schema schema) {
    Class<?> type = getClass(schema);
    Supplier<?> constructor = constructors.computeIfAbsent(type, WireData::constructor);
    return (old, of) -> type.isInstance(old) ? old : constructor.get();
  }

  /** Every optional field is {@code [null, X]}, so null alone tells the branch. */
  @Override
  public int resolveUnion(Schema union, @Nullable Object value) {
    return isOptional(union) ? (value == null ? 0 : 1) : super.resolveUnion(union, value);
  }

  static boolean isOptional(Schema union) {
    return union.getTypes().size() == 2 && union.getTypes().get(0).getType() == Schema.Type.NULL;
  }

  /** Whether the class of a record has code of its own to write every field. */
  boolean writesItself(Schema record) {
    return Arrays.stream(getClass(record).getDeclaredMethods())
        .anyMatch(method -> method.getName().equals("customEncode"));
  }

  private static Supplier<?> constructor(Class<?> type) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      MethodHandle made = lookup.findConstructor(type, methodType(void.class));
      return (Supplier<?>)
          LambdaMetafactory.metafactory(
                  lookup,
                  "get",
                  methodType(Supplier.class),
                  methodType(Object.class),
                  made,
                  methodType(type))
              .getTarget()
              .invoke();
    } catch (Throwable e) { // what a method handle throws is not declared
      throw new IllegalStateException(type + " cannot be made", e);
    }
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
