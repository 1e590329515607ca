package io.floodwall.schemas;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An enum that core and wire share: a constant travels as its symbol's place in the schema, which
 * has the constants in the core's order.
 */
final class WireEnum<E extends Enum<E>> {
  private final String name;
  private final E[] constants;

  private WireEnum(Class<E> type) {
    this.name = type.getSimpleName().toLowerCase(Locale.ROOT);
    this.constants = type.getEnumConstants();
  }

  static <E extends Enum<E>> WireEnum<E> of(Class<E> type) {
    return new WireEnum<>(type);
  }

  E read(WireDecoder in) throws IOException {
    int start = in.position();
    int place = in.readEnum();
    if (place < 0 || place >= constants.length) {
      throw new WireFormatException(
          "a " + name + " of number " + place + " where there are " + constants.length, start);
    }
    return constants[place];
  }

  @Nullable E readOptional(WireDecoder in) throws IOException {
    return in.readPresence() ? read(in) : null;
  }

  @SuppressWarnings("EnumOrdinal") // a test holds the schema's order to be the core's
  void write(E constant, WireEncoder out) {
    out.writeEnum(constant.ordinal());
  }

  void writeOptional(@Nullable E constant, WireEncoder out) {
    out.writePresence(constant != null);
    if (constant != null) {
      write(constant, out);
    }
  }
}
