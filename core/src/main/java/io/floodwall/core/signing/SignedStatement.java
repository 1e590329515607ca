package io.floodwall.core.signing;

import io.floodwall.core.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * What an agent puts its name to: this body, as this intent, on this topic. The normative bytes are
 * in {@code docs/clients.md}.
 *
 * <pre>
 * statement = field("floodwall.intent.v1") field(topic) field(tenant) field(agent) field(id) field(digest)
 * field(b)  = u32 length of b, big-endian, then b
 * </pre>
 *
 * The topic keeps a signature from counting on another wall, tenant, agent and id from counting for
 * another intent.
 *
 * @param digest the SHA-256 of the intent's Avro binary, without the five bytes of framing
 */
public record SignedStatement(String topic, String tenant, String agent, String id, Hash digest) {
  private static final byte[] TAG = "floodwall.intent.v1".getBytes(StandardCharsets.US_ASCII);
  private static final int FIELDS = 6;

  /** The longest text in one: Kafka's limit of a topic's name. */
  private static final int TEXT_BYTES_MAX = 249;

  public SignedStatement {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(digest, "digest");
  }

  /** The bytes to sign. */
  public byte[] toBytes() {
    byte[][] fields = {TAG, utf8(topic), utf8(tenant), utf8(agent), utf8(id), digest.toBytes()};
    int length = FIELDS * Integer.BYTES;
    for (byte[] field : fields) {
      length += field.length;
    }
    var out = ByteBuffer.allocate(length);
    for (byte[] field : fields) {
      out.putInt(field.length).put(field);
    }
    return out.array();
  }

  /** What {@link #toBytes} wrote: all that is left in {@code in}. */
  static SignedStatement readFrom(ByteBuffer in) {
    byte[] tag = field(in, TAG.length, "the tag");
    if (!Arrays.equals(tag, TAG)) {
      throw new IllegalArgumentException("the statement does not begin with floodwall.intent.v1");
    }
    var statement =
        new SignedStatement(
            text(in, "the topic"),
            text(in, "the tenant"),
            text(in, "the agent"),
            text(in, "the id"),
            Hash.of(field(in, Hash.BYTES, "the digest")));
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes follow the statement");
    }
    return statement;
  }

  private static String text(ByteBuffer in, String what) {
    byte[] bytes = field(in, TEXT_BYTES_MAX, what);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(what + " is not UTF-8", e);
    }
  }

  private static byte[] field(ByteBuffer in, int bytesMax, String what) {
    if (in.remaining() < Integer.BYTES) {
      throw new IllegalArgumentException("the statement ends before " + what);
    }
    int length = in.getInt();
    if (length < 0 || length > bytesMax || length > in.remaining()) {
      throw new IllegalArgumentException(
          what + " has a length of " + Integer.toUnsignedString(length));
    }
    byte[] field = new byte[length];
    in.get(field);
    return field;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
