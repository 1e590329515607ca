package io.floodwall.app.cli;

import java.io.Console;
import java.util.Optional;

/** Whether a person sits at the other end of this process's input and output. */
public final class Terminal {
  private Terminal() {}

  /** Before Java 22 a console is only there when a person is; since then it must be asked. */
  public static boolean isThere() {
    return Optional.ofNullable(System.console()).map(Terminal::isTerminal).orElse(false);
  }

  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true; // Java 21 or older: a console is a terminal
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
