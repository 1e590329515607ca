package io.floodwall.app.simulate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of one line's JSON object, read by name and type. */
final class Fields {
  private static final String U64 = "an integer from 0 to 18446744073709551615";
  private static final String U32 = "an integer from 0 to 4294967295";
  private static final String DECIMAL = "a number of tokens, 0 or more";
  private static final long U32_MAX = 0xFFFF_FFFFL;

  private final Map<String, Value> values;

  private Fields(Map<String, Value> values) {
    this.values = values;
  }

  /** The fields of the one object on {@code line}. */
  static Fields parse(String line) throws BadLineException {
    return new Fields(Value.object(line));
  }

  /** Refuses every field but {@code first} and {@code others}. */
  void allowOnly(String first, List<String> others) throws BadLineException {
    for (String name : values.keySet()) {
      if (!name.equals(first) && !others.contains(name)) {
        throw new BadLineException(
            "unknown field '" + Value.shown(name) + "'",
            others.isEmpty()
                ? "leave it out: only '" + first + "' belongs here"
                : "leave it out, or give one of " + String.join(", ", others));
      }
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name) throws BadLineException {
    Value value = required(name, "a text");
    if (!value.isText()) {
      throw wrong(name, value, "a text");
    }
    return value.text();
  }

  List<String> texts(String name) throws BadLineException {
    String needed = "an array of texts";
    var texts = new ArrayList<String>();
    for (Value item : items(name, needed)) {
      if (!item.isText()) {
        throw wrong(name, item, needed);
      }
      texts.add(item.text());
    }
    return texts;
  }

  private List<Value> items(String name, String needed) throws BadLineException {
    Value value = required(name, needed);
    if (!value.isArray()) {
      throw wrong(name, value, needed);
    }
    return value.items();
  }

  /** One of {@code choices}, by its name. */
  <T> T choice(String name, Map<String, T> choices) throws BadLineException {
    return chosen(name, required(name, anyOf(choices)), choices);
  }

  /** Some of {@code choices}, by their names, in the order given. */
  <T> List<T> choices(String name, Map<String, T> choices) throws BadLineException {
    var chosen = new ArrayList<T>();
    for (Value item : items(name, anyOf(choices))) {
      chosen.add(chosen(name, item, choices));
    }
    return chosen;
  }

  private static <T> T chosen(String name, Value value, Map<String, T> choices)
      throws BadLineException {
    T chosen = value.isText() ? choices.get(value.text()) : null;
    if (chosen == null) {
      throw wrong(name, value, anyOf(choices));
    }
    return chosen;
  }

  private static String anyOf(Map<String, ?> choices) {
    return "one of " + String.join(", ", choices.keySet());
  }

  /** An unsigned 64-bit integer, in the bits of a long. */
  long u64(String name) throws BadLineException {
    return integer(name, U64);
  }

  /** An unsigned 32-bit integer. */
  long u32(String name) throws BadLineException {
    long number = integer(name, U32);
    if (Long.compareUnsigned(number, U32_MAX) > 0) {
      throw wrong(name, required(name, U32), U32);
    }
    return number;
  }

  /** A number that is not negative, exactly as written. */
  BigDecimal decimal(String name) throws BadLineException {
    Value value = required(name, DECIMAL);
    if (!value.isNumber()) {
      throw wrong(name, value, DECIMAL);
    }
    try {
      var number = new BigDecimal(value.text());
      if (number.signum() >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // an exponent beyond any number
    }
    throw wrong(name, value, DECIMAL);
  }

  private long integer(String name, String needed) throws BadLineException {
    Value value = required(name, needed);
    if (!value.isInteger() || value.text().startsWith("-")) {
      throw wrong(name, value, needed);
    }
    try {
      return Long.parseUnsignedLong(value.text());
    } catch (NumberFormatException e) {
      throw wrong(name, value, needed);
    }
  }

  private Value required(String name, String needed) throws BadLineException {
    Value value = values.get(name);
    if (value == null) {
      throw new BadLineException("field '" + name + "' is missing", "give " + needed);
    }
    return value;
  }

  private static BadLineException wrong(String name, Value value, String needed) {
    return new BadLineException("field '" + name + "' is " + value.shown(), "give " + needed);
  }
}
