package io.floodwall.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import org.jspecify.annotations.Nullable;

/** JSON that moves no cursor: every character that is not printable ASCII is escaped. */
public final class AsciiJson {
  private AsciiJson() {}

  /** A factory whose generators write it. */
  public static JsonFactory factory() {
    return new JsonFactoryBuilder()
        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
        .characterEscapes(new WithDelete())
        .build();
  }

  /**
   * The escapes that JSON asks for, and DEL: the one ASCII control character that JSON lets stand.
   */
  private static final class WithDelete extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DEL = 0x7f;

    private final int[] codes = standardAsciiEscapesForJSON();

    WithDelete() {
      codes[DEL] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return codes.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null;
    }
  }
}
