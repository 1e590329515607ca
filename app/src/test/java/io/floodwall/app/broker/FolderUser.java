package io.floodwall.app.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Another process that opens a data folder.
 *
 * <p>It says on standard output how that went: {@code open <path>} or {@code refused <problem>}.
 * Then it ends when its standard input does, without closing the folder.
 */
final class FolderUser implements AutoCloseable {
  private static final String THROW_AWAY = "--throw-away";

  private final Process process;
  private final BufferedReader output;

  private FolderUser(String argument) throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    FolderUser.class.getName(),
                    argument))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    output = process.inputReader(StandardCharsets.UTF_8);
  }

  static FolderUser of(Path folder) throws IOException {
    return new FolderUser(folder.toString());
  }

  static FolderUser ofThrowAway() throws IOException {
    return new FolderUser(THROW_AWAY);
  }

  /** Waits for the process to say how opening went. */
  String says() throws IOException {
    return output.readLine();
  }

  /** Lets the process end, and waits until it has. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws IOException {
    try {
      BrokerFolder folder =
          args[0].equals(THROW_AWAY)
              ? BrokerFolder.throwAway()
              : BrokerFolder.kept(Path.of(args[0]));
      System.out.println("open " + folder.root());
    } catch (FolderException e) {
      System.out.println("refused " + e.problem());
    }
    System.in.transferTo(java.io.OutputStream.nullOutputStream());
  }
}
