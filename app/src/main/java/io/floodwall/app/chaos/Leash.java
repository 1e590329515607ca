package io.floodwall.app.chaos;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;

/**
 * What ends a process when whoever started it is gone, in whatever way: it reads from a channel of
 * which that one holds the other end and on which nothing is ever said.
 *
 * <p>A process that stops loosens it first. The JVM waits at its exit for threads that are in
 * native code, as a reading one is, for 300 ms: no application has such a thread, and its restart
 * would be measured with the leash's.
 */
final class Leash {
  private final Thread reader;

  private Leash(Thread reader) {
    this.reader = reader;
  }

  /** This process's, at its standard input, until it stops: it ends with {@code exitCode}. */
  static void ofThisProcess(int exitCode) {
    Leash leash =
        on(
            new FileInputStream(FileDescriptor.in).getChannel(),
            () -> Runtime.getRuntime().halt(exitCode));
    Runtime.getRuntime().addShutdownHook(new Thread(leash::loosen, "chaos-leash-loosened"));
  }

  /** Runs {@code letGo} when the other end of {@code channel} is gone. */
  static Leash on(ReadableByteChannel channel, Runnable letGo) {
    var reader = new Thread(() -> read(channel, letGo), "chaos-leash");
    reader.setDaemon(true);
    reader.start();
    return new Leash(reader);
  }

  /** From now on nothing ends with the other end. */
  void loosen() {
    reader.interrupt();
  }

  boolean isTight() {
    return reader.isAlive();
  }

  private static void read(ReadableByteChannel channel, Runnable letGo) {
    try {
      var nothing = ByteBuffer.allocate(1);
      while (channel.read(nothing) >= 0) {
        nothing.clear();
      }
    } catch (ClosedChannelException e) {
      return; // loosened
    } catch (IOException e) {
      // gone all the same
    }
    letGo.run();
  }
}
