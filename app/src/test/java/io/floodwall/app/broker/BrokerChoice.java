package io.floodwall.app.broker;

import java.util.regex.Pattern;

/**
 * What {@code -Dfloodwall.broker} asks for.
 *
 * @param address where the broker is, if it runs already; else empty
 */
record BrokerChoice(Kind kind, String address) {
  private static final Pattern ADDRESSES =
      Pattern.compile("[^\\s:,]+:\\d{1,5}(,[^\\s:,]+:\\d{1,5})*");

  enum Kind {
    EMBEDDED,
    CONTAINER,
    RUNNING
  }

  static BrokerChoice of(String property) {
    String asked = property.strip();
    if (asked.isEmpty() || asked.equals("embedded")) {
      return new BrokerChoice(Kind.EMBEDDED, "");
    }
    if (asked.equals("testcontainers")) {
      return new BrokerChoice(Kind.CONTAINER, "");
    }
    if (ADDRESSES.matcher(asked).matches()) {
      return new BrokerChoice(Kind.RUNNING, asked);
    }
    throw new IllegalArgumentException(
        "-Dfloodwall.broker=" + property + ": use embedded, testcontainers or HOST:PORT");
  }
}
