package io.floodwall.core.ledger;

import io.floodwall.core.gate.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The seed's chain of 64-bit FNV-1a digests, kept beside SHA-256 so that results can be compared
 * with the original.
 *
 * <p>It folds verdicts alone, in decision order, with an index of its own from 0, and only those
 * whose id is a decimal u64. It detects accidents, not adversaries.
 */
public final class CompatChain {
  /** FNV-1a's 64-bit offset basis: the head of an empty chain. */
  public static final long BASIS = 0xcbf29ce484222325L;

  private static final long PRIME = 0x100000001b3L;

  private long index;
  private long head = BASIS;

  /** One folded record. */
  public record Link(long seq, long prev, long digest) {}

  /** Folds a verdict in. */
  public Link append(long id, String agent, Verdict verdict) {
    var link = new Link(index, head, digest(head, index, id, agent, verdict));
    index++;
    head = link.digest();
    return link;
  }

  /** Folds a verdict in if its id is a decimal u64; answers null and folds nothing if not. */
  public @Nullable Link appendIfDecimal(String id, String agent, Verdict verdict) {
    OptionalLong decimal = decimalId(id);
    return decimal.isPresent() ? append(decimal.getAsLong(), agent, verdict) : null;
  }

  /**
   * Whether {@code link} is what folding this verdict in gives. Goes on from what the link claims,
   * so that one fault does not show in every link behind it.
   */
  boolean follows(@Nullable Link link, String id, String agent, Verdict verdict) {
    Link expected = appendIfDecimal(id, agent, verdict);
    if (expected != null && link != null) {
      head = link.digest();
    }
    return Objects.equals(expected, link);
  }

  /** The digest of the last record, or the basis. */
  public long head() {
    return head;
  }

  /** How many records were folded in. */
  public long size() {
    return index;
  }

  /** The digest of one record. */
  public static long digest(long prev, long seq, long id, String agent, Verdict verdict) {
    long hash = fold(fold(fold(BASIS, prev), seq), id);
    return fold(fold(hash, agent), verdict.label());
  }

  /**
   * The id as a u64, where it is one in canonical decimal: the digits of 0 to 2^64-1, no sign, no
   * leading zero.
   */
  public static OptionalLong decimalId(String id) {
    boolean digits =
        !id.isEmpty() && id.length() <= 20 && id.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || (id.length() > 1 && id.charAt(0) == '0')) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseUnsignedLong(id));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** {@code 0x} and sixteen hex digits. */
  public static String hex(long digest) {
    String digits = Long.toHexString(digest);
    return "0x" + "0".repeat(16 - digits.length()) + digits;
  }

  /** The eight bytes of {@code number}, little-endian. */
  private static long fold(long hash, long number) {
    long h = hash;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      h = (h ^ ((number >>> shift) & 0xff)) * PRIME;
    }
    return h;
  }

  /** The UTF-8 of {@code text}; of ASCII that is its characters, and no array need be made. */
  private static long fold(long hash, String text) {
    long h = hash;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0x7f) {
        return fold(hash, text.getBytes(StandardCharsets.UTF_8));
      }
      h = (h ^ c) * PRIME;
    }
    return h;
  }

  private static long fold(long hash, byte[] bytes) {
    long h = hash;
    for (byte b : bytes) {
      h = (h ^ Byte.toUnsignedLong(b)) * PRIME;
    }
    return h;
  }
}
