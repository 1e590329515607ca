package io.floodwall.app.wall;

import io.floodwall.app.access.Access;
import io.floodwall.app.access.Credentials;
import io.floodwall.app.access.Principals;
import io.floodwall.app.access.Role;
import io.floodwall.runtime.Cluster;
import io.floodwall.runtime.StartException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;

/** The users and rights of a secured wall, told to its broker at each start. */
public final class WallSecurity {
  private static final long KNOWN_WITHIN_MS = 15_000;
  private static final long LOOK_EVERY_MS = 20;

  private final Credentials credentials;
  private final String bootstrapServers;

  private WallSecurity(Credentials credentials, String bootstrapServers) {
    this.credentials = credentials;
    this.bootstrapServers = bootstrapServers;
  }

  /** Tells {@code admin}'s cluster, writes the files, and returns when the broker knows it all. */
  public static WallSecurity establish(
      Wall admin, Credentials credentials, String bootstrapServers) {
    credentials.write(bootstrapServers);
    var security = new WallSecurity(credentials, bootstrapServers);
    Cluster cluster = admin.cluster();
    List<AclBinding> rights =
        Principals.defaults().bindings(Access.of(admin.prefix(), LocalWall.APPS).grants());
    cluster.get(cluster.admin().createAcls(rights).all());
    cluster.get(cluster.admin().alterUserScramCredentials(credentials.alterations()).all());
    await(() -> knows(cluster, rights));
    await(security::letsIn);
    return security;
  }

  /** Client properties that make a program act in {@code role}. */
  public Map<String, String> clientProperties(Role role) {
    return credentials.clientProperties(role, bootstrapServers);
  }

  /** Where each role's file is. */
  public Credentials credentials() {
    return credentials;
  }

  private static boolean knows(Cluster cluster, Collection<AclBinding> rights) {
    return cluster
        .get(cluster.admin().describeAcls(AclBindingFilter.ANY).values())
        .containsAll(rights);
  }

  /** All users come in one batch of metadata: when one is let in, all are known. */
  private boolean letsIn() {
    var properties = new HashMap<String, Object>(clientProperties(Role.AUDITOR));
    try {
      Cluster.connect(properties, KNOWN_WITHIN_MS).close();
      return true;
    } catch (StartException e) {
      if (e.problem() == StartException.Problem.CREDENTIALS_REFUSED) {
        return false; // not yet
      }
      throw e;
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = Time.SYSTEM.milliseconds() + KNOWN_WITHIN_MS;
    while (!condition.getAsBoolean()) {
      if (Time.SYSTEM.milliseconds() > deadline) {
        throw new TimeoutException("the broker has not taken up users and rights");
      }
      Time.SYSTEM.sleep(LOOK_EVERY_MS);
    }
  }
}
