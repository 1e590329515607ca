package io.floodwall.app.access;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.app.wall.Wall;
import io.floodwall.app.wall.WallSecurity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** A secured broker with the topics, users and rights of a wall, and no applications. */
public record SecuredBroker(EmbeddedBroker broker, Wall wall, WallSecurity security)
    implements AutoCloseable {

  public static SecuredBroker start() {
    var broker =
        EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults().withSecured(true));
    Wall wall = Wall.connect(broker.adminProperties(), "floodwall.", 15_000);
    wall.create(1, Optional.empty());
    var security =
        WallSecurity.establish(
            wall, Credentials.in(broker.folder().root()), broker.bootstrapServers());
    return new SecuredBroker(broker, wall, security);
  }

  /** Client properties of {@code role}, impatient enough for a test. */
  public Map<String, Object> as(Role role) {
    var properties = new HashMap<String, Object>(security.clientProperties(role));
    properties.put("enable.metrics.push", false);
    return properties;
  }

  public Admin adminAs(Role role) {
    return Admin.create(as(role));
  }

  @Override
  public void close() {
    wall.close();
    broker.close();
  }
}
