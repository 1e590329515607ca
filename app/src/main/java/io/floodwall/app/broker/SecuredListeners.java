package io.floodwall.app.broker;

import static java.util.Map.entry;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * Listeners that ask who is there, and an authorizer that refuses what nobody was given.
 *
 * <pre>
 *   CLIENTS      SASL/SCRAM-SHA-512   everybody; users and rights are in the cluster's metadata
 *   INTERNAL     SASL/PLAIN           this process alone
 *   CONTROLLER   SASL/PLAIN           this process alone
 * </pre>
 *
 * <p>The process is {@code User:broker}, the only super user. Its password is drawn at each start
 * and lives in memory only, so there is no file to steal. SCRAM would not do for it: its users are
 * in the metadata that the controller has yet to load.
 */
final class SecuredListeners implements Listeners {
  private static final String CLIENTS = "CLIENTS";
  private static final String INTERNAL = "INTERNAL";
  private static final String CONTROLLER = BrokerProperties.CONTROLLER_LISTENER;
  private static final String USER = "broker";
  private static final int PASSWORD_BYTES = 32;

  private final String login;

  SecuredListeners() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    login =
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%1$s\" password=\"%2$s\" user_%1$s=\"%2$s\";"
            .formatted(USER, password);
  }

  @Override
  public Map<String, String> properties(int port) {
    return Map.ofEntries(
        entry(
            "listeners",
            Listeners.address(CLIENTS, port)
                + ","
                + Listeners.address(INTERNAL, 0)
                + ","
                + Listeners.address(CONTROLLER, 0)),
        entry(
            "listener.security.protocol.map",
            "%s:SASL_PLAINTEXT,%s:SASL_PLAINTEXT,%s:SASL_PLAINTEXT"
                .formatted(CLIENTS, INTERNAL, CONTROLLER)),
        entry("inter.broker.listener.name", INTERNAL),
        entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
        entry("sasl.mechanism.controller.protocol", "PLAIN"),
        entry(of(CLIENTS, "sasl.enabled.mechanisms"), "SCRAM-SHA-512"),
        entry(
            of(CLIENTS, "scram-sha-512.sasl.jaas.config"),
            "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
        entry(of(INTERNAL, "sasl.enabled.mechanisms"), "PLAIN"),
        entry(of(INTERNAL, "plain.sasl.jaas.config"), login),
        entry(of(CONTROLLER, "sasl.enabled.mechanisms"), "PLAIN"),
        entry(of(CONTROLLER, "plain.sasl.jaas.config"), login),
        entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
        entry("allow.everyone.if.no.acl.found", "false"),
        entry("super.users", "User:" + USER));
  }

  @Override
  public String forClients() {
    return CLIENTS;
  }

  @Override
  public String forItself() {
    return INTERNAL;
  }

  @Override
  public Map<String, Object> ownProperties(String bootstrapServers) {
    return Map.of(
        "bootstrap.servers",
        bootstrapServers,
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        login);
  }

  private static String of(String listener, String key) {
    return "listener.name." + listener.toLowerCase(Locale.ROOT) + "." + key;
  }
}
