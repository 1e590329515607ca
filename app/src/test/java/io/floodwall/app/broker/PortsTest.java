package io.floodwall.app.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void noPortIsGivenTwiceAndNoneThatAConnectionCouldTakeMeanwhile() throws Exception {
    var given = new HashSet<Integer>();
    for (int i = 0; i < 100; i++) {
      int port = Ports.free();
      assertThat(port).isBetween(Ports.LOWEST, Ports.HIGHEST).isLessThan(32_768);
      assertThat(given.add(port)).isTrue();
    }
  }

  @Test
  void whereSomebodyListensIsPassedOver() throws Exception {
    int next = Ports.free() + 1;
    try (var taken = new ServerSocket(next, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.free()).isNotEqualTo(taken.getLocalPort());
    }
  }
}
