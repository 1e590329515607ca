package io.floodwall.schemas;

import java.io.IOException;

/** Bytes that are not Avro binary of the schema at hand. */
final class WireFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  WireFormatException(String what, int at) {
    super(what + " at byte " + at);
  }
}
