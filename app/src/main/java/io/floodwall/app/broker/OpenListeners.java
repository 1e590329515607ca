package io.floodwall.app.broker;

import java.util.Map;

/** Listeners that let everybody on this machine in, as everybody. */
final class OpenListeners implements Listeners {
  private static final String CLIENTS = "PLAINTEXT";

  @Override
  public Map<String, String> properties(int port) {
    String controller = BrokerProperties.CONTROLLER_LISTENER;
    return Map.of(
        "listeners",
        Listeners.address(CLIENTS, port) + "," + Listeners.address(controller, 0),
        "listener.security.protocol.map",
        CLIENTS + ":PLAINTEXT," + controller + ":PLAINTEXT",
        "inter.broker.listener.name",
        CLIENTS);
  }

  @Override
  public String forClients() {
    return CLIENTS;
  }

  @Override
  public String forItself() {
    return CLIENTS;
  }

  @Override
  public Map<String, Object> ownProperties(String bootstrapServers) {
    return Map.of("bootstrap.servers", bootstrapServers);
  }
}
