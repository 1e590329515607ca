package io.floodwall.app.chaos;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The texts of a history, which are few and come again and again, or are hashes: each is kept once,
 * and a hash as the number that it is.
 */
final class Texts {
  private static final int HASH_DIGITS = 64;

  private final Map<String, String> known = new HashMap<>();

  /** A SHA-256, in an eighth of the room that its digits take. */
  private record Hash(long a, long b, long c, long d) {}

  /** The one that equals {@code text}. */
  String one(String text) {
    String there = known.putIfAbsent(text, text);
    return there == null ? text : there;
  }

  /** Something that equals what it answers to an equal text, and to no other. */
  static Object hash(String text) {
    if (text.length() != HASH_DIGITS || !text.chars().allMatch(Texts::isLowerHex)) {
      return text;
    }
    return new Hash(part(text, 0), part(text, 1), part(text, 2), part(text, 3));
  }

  private static boolean isLowerHex(int digit) {
    return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
  }

  private static long part(String text, int number) {
    return HexFormat.fromHexDigitsToLong(text, number * 16, number * 16 + 16);
  }
}
