package io.floodwall.runtime;

import io.floodwall.runtime.StartException.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;

/**
 * A Kafka cluster as seen through its admin interface, with every wait bounded and every failure
 * told plainly.
 */
public final class Cluster implements AutoCloseable {
  /**
   * The lowest {@code transaction.version} on which a killed writer cannot leave a transaction that
   * nobody owns.
   */
  public static final short TRANSACTION_VERSION_MIN = 2;

  /** The feature that says how transactions work. */
  public static final String TRANSACTION_VERSION = "transaction.version";

  private final Admin admin;
  private final String bootstrap;
  private final boolean saysWhoItIs;
  private final long timeoutMs;

  private Cluster(Admin admin, String bootstrap, boolean saysWhoItIs, long timeoutMs) {
    this.admin = admin;
    this.bootstrap = bootstrap;
    this.saysWhoItIs = saysWhoItIs;
    this.timeoutMs = timeoutMs;
  }

  /**
   * Connects with the given client properties; fails within {@code timeoutMs} if nobody answers.
   */
  public static Cluster connect(Map<String, ?> clientProperties, long timeoutMs) {
    var properties = new HashMap<String, Object>(clientProperties);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.min(timeoutMs, 15_000));
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeoutMs);
    properties.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    String bootstrap = String.valueOf(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    try {
      var cluster =
          new Cluster(Admin.create(properties), bootstrap, saysWhoItIs(properties), timeoutMs);
      try {
        cluster.get(cluster.admin.describeCluster().clusterId());
        return cluster;
      } catch (RuntimeException e) {
        cluster.close();
        throw e;
      }
    } catch (AuthenticationException e) {
      throw refused(bootstrap, e);
    } catch (KafkaException e) {
      throw unreachable(bootstrap, e, saysWhoItIs(properties));
    }
  }

  /** The admin client; its futures are for {@link #get}. */
  public Admin admin() {
    return admin;
  }

  /** Waits for an answer, for as long as the cluster was given. */
  public <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException timeout) {
        throw unreachable(bootstrap, timeout, saysWhoItIs);
      }
      if (e.getCause() instanceof AuthenticationException refused) {
        throw refused(bootstrap, refused);
      }
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw unreachable(bootstrap, e, saysWhoItIs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while waiting for Kafka", e);
    }
  }

  /** The level a feature is at on the whole cluster; 0 when it is off. */
  public short featureLevel(String feature) {
    FeatureMetadata features = get(admin.describeFeatures().featureMetadata());
    var level = features.finalizedFeatures().get(feature);
    return level == null ? 0 : level.maxVersionLevel();
  }

  /** Refuses a cluster whose transactions are too old to build on. */
  public void requireTransactions() {
    short version = featureLevel(TRANSACTION_VERSION);
    if (version < TRANSACTION_VERSION_MIN) {
      throw new StartException(
          Problem.TRANSACTIONS_TOO_OLD,
          "the cluster's transaction.version is "
              + version
              + ", floodwall needs "
              + TRANSACTION_VERSION_MIN
              + "; upgrade with: kafka-features upgrade --feature transaction.version="
              + TRANSACTION_VERSION_MIN);
    }
  }

  @Override
  public void close() {
    admin.close(java.time.Duration.ofSeconds(2));
  }

  /** Whether the client uses TLS or SASL at all. */
  private static boolean saysWhoItIs(Map<String, ?> properties) {
    Object protocol = properties.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
    return protocol != null && !protocol.equals(CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL);
  }

  private static StartException refused(String bootstrap, AuthenticationException cause) {
    return new StartException(
        Problem.CREDENTIALS_REFUSED,
        "Kafka at "
            + bootstrap
            + " does not accept who this is ("
            + cause.getMessage()
            + "); check user, password, mechanism and certificates in the file of --command-config",
        cause);
  }

  private static StartException unreachable(
      String bootstrap, Throwable cause, boolean saysWhoItIs) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    // that time ran out says nothing more; a wrong password or a bad property does
    boolean timedOut =
        root instanceof TimeoutException
            || root instanceof org.apache.kafka.common.errors.TimeoutException;
    return new StartException(
        Problem.KAFKA_UNREACHABLE,
        "no Kafka broker answers at "
            + bootstrap
            + (timedOut ? "" : " (" + root.getMessage() + ")")
            + "; check the address, that the broker runs, and the client properties"
            + (timedOut && !saysWhoItIs
                ? ". A broker that wants TLS or SASL says nothing to a client without: give its"
                    + " properties with --command-config"
                : ""),
        cause);
  }
}
