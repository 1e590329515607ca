package io.floodwall.app.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for brokers that must be known before they start, and found again after a kill.
 *
 * <p>They lie below those that systems hand out for outgoing connections: one of these may be taken
 * by anybody's connection while its process is dead, and it could not come back.
 */
public final class Ports {
  static final int LOWEST = 10_240;
  static final int HIGHEST = 32_000;

  private static final int PRIME = 7_919; // runs side by side begin far from each other
  private static final int COUNT = HIGHEST - LOWEST;
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * PRIME % COUNT));

  private Ports() {}

  /** A port that nobody listens at, and that this process has not been given before. */
  public static int free() throws IOException {
    for (int tried = 0; tried < COUNT; tried++) {
      int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("no port from " + LOWEST + " to " + HIGHEST + " is free");
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false; // somebody listens there
    }
  }
}
