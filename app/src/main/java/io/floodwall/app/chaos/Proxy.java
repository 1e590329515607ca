package io.floodwall.app.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A wire between one application and one broker that can be cut or made slow.
 *
 * <p>While it is cut nothing arrives and nothing is refused, as behind a switch that died; when it
 * is mended the connections that were there then break, as they do once the peers have given up.
 */
final class Proxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ServerSocket door;
  private final int target;
  private final List<Socket> sockets = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition mended = lock.newCondition();
  private boolean cut;
  private volatile Duration delay = Duration.ZERO;

  private Proxy(ServerSocket door, int target) {
    this.door = door;
    this.target = target;
  }

  /** A wire from a free port to {@code target}. */
  static Proxy to(int target) throws IOException {
    var proxy = new Proxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    daemon("chaos-proxy", proxy::accept);
    return proxy;
  }

  int port() {
    return door.getLocalPort();
  }

  void cut() {
    lock.lock();
    try {
      cut = true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets through what comes from now on; what was under way is gone with its connections. */
  void mend() {
    lock.lock();
    try {
      cut = false;
      sockets.forEach(Proxy::closeQuietly);
      sockets.clear();
      mended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Holds every piece that passes back for this long; zero for a wire that is well again. */
  void delay(Duration newDelay) {
    delay = newDelay;
  }

  @Override
  public void close() {
    closeQuietly(door);
    mend();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        daemon("chaos-wire", () -> connect(near));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void connect(Socket near) {
    try {
      awaitMended();
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
      keep(near, far);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      daemon("chaos-wire", () -> pump(far, near));
      pump(near, far);
    } catch (IOException e) {
      closeQuietly(near); // the broker is down: so is the wire to it
    }
  }

  private void keep(Socket near, Socket far) {
    lock.lock();
    try {
      sockets.removeIf(Socket::isClosed);
      sockets.add(near);
      sockets.add(far);
    } finally {
      lock.unlock();
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (!delay.isZero()) {
          Patience.pause(delay);
        }
        awaitMended();
        out.write(buffer, 0, count);
        out.flush();
      }
    } catch (IOException e) {
      // one end is gone: so is the other
    }
    closeQuietly(from);
    closeQuietly(to);
  }

  private void awaitMended() {
    lock.lock();
    try {
      while (cut) {
        mended.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private static void daemon(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // it is no longer used
    }
  }
}
