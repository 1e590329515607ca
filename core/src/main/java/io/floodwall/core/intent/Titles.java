package io.floodwall.core.intent;

import java.util.Locale;

/** How enum constants are spelled to people: first letter capital, the rest small. */
final class Titles {
  private Titles() {}

  static String of(Enum<?> constant) {
    String name = constant.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
