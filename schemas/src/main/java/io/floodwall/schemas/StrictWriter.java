package io.floodwall.schemas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Writes Avro binary, and refuses text that UTF-8 cannot carry: Java would write a question mark
 * for half a surrogate pair, and what was recorded would not be what was said.
 */
final class StrictWriter<W> extends SpecificDatumWriter<W> {

  StrictWriter(Schema schema, SpecificData data) {
    super(schema, data);
  }

  @Override
  protected void writeString(Object datum, Encoder out) throws IOException {
    var text = (String) datum;
    requirePaired(text);
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8)); // the encoding of bytes is that of text
  }

  private static void requirePaired(String text) {
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        throw new IllegalArgumentException("text has half a surrogate pair at index " + i);
      }
      i += Character.charCount(codePoint);
    }
  }
}
