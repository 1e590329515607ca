package io.floodwall.tlog;

import io.floodwall.core.Hash;
import java.util.List;
import java.util.Objects;

/**
 * A tree's head as text to be signed (C2SP {@code tlog-checkpoint}).
 *
 * <pre>
 * origin
 * size
 * base64( root )
 * (extension lines, which we write none of)
 * </pre>
 *
 * @param origin the log's name: {@code <name>/<partition>}
 * @param size how many entries the tree has
 * @param extensions what other logs add; kept, and given no meaning
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
  private static final int LINES = 3;

  public Checkpoint {
    Objects.requireNonNull(root, "root");
    if (origin.isEmpty() || origin.chars().anyMatch(c -> c < ' ') || size < 0) {
      throw new IllegalArgumentException("not a checkpoint's origin and size");
    }
    extensions = List.copyOf(extensions);
  }

  /** A checkpoint without extension lines. */
  public Checkpoint(String origin, long size, Hash root) {
    this(origin, size, root, List.of());
  }

  /** The checkpoint that a note's text says. */
  public static Checkpoint parse(String text) throws FormatException {
    List<String> lines = List.of(text.split("\n", -1));
    int last = lines.size() - 1;
    if (last < LINES || !lines.get(last).isEmpty()) {
      throw new FormatException("a checkpoint is three lines: origin, size and root");
    }
    if (lines.subList(0, last).contains("")) {
      throw new FormatException("a checkpoint has no empty line");
    }
    if (lines.get(0).chars().anyMatch(c -> c < ' ')) {
      throw new FormatException("a checkpoint's origin has no control characters");
    }
    long size = Text.number(lines.get(1), "the checkpoint's size");
    Hash root = Text.hash(lines.get(2), "the checkpoint's root");
    return new Checkpoint(lines.get(0), size, root, lines.subList(LINES, last));
  }

  /** The note's text. */
  public String text() {
    var out = new StringBuilder(origin).append('\n').append(size).append('\n');
    out.append(Text.base64(root.toBytes())).append('\n');
    extensions.forEach(line -> out.append(line).append('\n'));
    return out.toString();
  }
}
