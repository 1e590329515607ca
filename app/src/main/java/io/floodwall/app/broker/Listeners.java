package io.floodwall.app.broker;

import java.util.Map;

/** Where an embedded broker listens, and who is let in there. */
sealed interface Listeners permits OpenListeners, SecuredListeners {
  /** The broker's configuration, with clients on {@code port}. */
  Map<String, String> properties(int port);

  /** The listener for everybody. */
  String forClients();

  /** The listener that the process itself uses. */
  String forItself();

  /** Client properties with which this process is the administrator. */
  Map<String, Object> ownProperties(String bootstrapServers);

  /** {@code NAME://127.0.0.1:port}. */
  static String address(String name, int port) {
    return name + "://" + BrokerProperties.HOST + ":" + port;
  }
}
