package io.floodwall.app.broker;

/**
 * How an embedded broker is started: where it listens and whether it may change what it finds.
 *
 * @param port the TCP port on 127.0.0.1; 0 lets the operating system pick a free one
 * @param secured whether clients must say who they are (SASL/SCRAM) and need rights for what they
 *     do
 * @param readOnlyUse for looking at kept data: nothing expires, nothing is compacted and no topic
 *     can be deleted while the broker is up. Writing stays possible, it is the caller who refrains;
 *     Kafka itself still appends abort markers to transactions that a crash left open.
 */
public record BrokerSettings(int port, boolean secured, boolean readOnlyUse) {

  public BrokerSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "port " + port + " is out of range: use 1 to 65535, or 0 for any free port");
    }
  }

  /** Any free port, ordinary use. */
  public static BrokerSettings defaults() {
    return new BrokerSettings(0, false, false);
  }

  /** Any free port, data left exactly as it is. */
  public static BrokerSettings forReadOnlyUse() {
    return new BrokerSettings(0, false, true);
  }

  /** These settings with another port. */
  public BrokerSettings withPort(int newPort) {
    return new BrokerSettings(newPort, secured, readOnlyUse);
  }

  /** These settings with or without access control. */
  public BrokerSettings withSecured(boolean nowSecured) {
    return new BrokerSettings(port, nowSecured, readOnlyUse);
  }
}
