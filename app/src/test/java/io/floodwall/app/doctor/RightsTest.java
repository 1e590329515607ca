package io.floodwall.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.floodwall.app.access.Access;
import io.floodwall.app.access.Principals;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.schemas.Topics;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which rights go beyond what the roles were given. */
class RightsTest {
  private static final Topics TOPICS = new Topics("floodwall.");

  private final Rights rights =
      new Rights(Principals.defaults().bindings(Access.of("floodwall.", LocalWall.APPS).grants()));

  static Stream<Arguments> beyond() {
    return Stream.of(
        arguments("User:agent", AclOperation.WRITE, topic("floodwall.admitted"), "records there"),
        arguments("User:mallory", AclOperation.WRITE, topic("floodwall.intents"), "records there"),
        arguments("User:mallory", AclOperation.ALL, topic("*"), "records there"),
        arguments("User:mallory", AclOperation.ALL, prefixed("flood"), "records there"),
        arguments("User:gate", AclOperation.DELETE, topic("floodwall.rejected"), "records there"),
        arguments("User:agent", AclOperation.WRITE, prefixed("floodwall.gate-"), "records there"),
        arguments("User:*", AclOperation.READ, topic("floodwall.ledger"), "everybody reads"),
        arguments("User:agent", AclOperation.READ, group("floodwall.gate"), "offsets"),
        arguments("User:agent", AclOperation.READ, group("*"), "offsets"),
        arguments("User:agent", AclOperation.WRITE, id("floodwall.gate-0-1"), "transactional id"),
        arguments("User:agent", AclOperation.ALTER, cluster(), "changes the cluster"),
        arguments("User:agent", AclOperation.ALL, cluster(), "changes the cluster"));
  }

  @ParameterizedTest
  @MethodSource("beyond")
  void areTold(String principal, AclOperation operation, ResourcePattern pattern, String why) {
    assertThat(rights.beyond(right(principal, operation, pattern), TOPICS))
        .get()
        .asString()
        .contains(why);
  }

  static Stream<Arguments> within() {
    return Stream.of(
        arguments("User:agent", AclOperation.WRITE, topic("floodwall.intents")),
        arguments("User:mallory", AclOperation.READ, topic("floodwall.admitted")),
        arguments("User:mallory", AclOperation.ALL, topic("payroll")),
        arguments("User:mallory", AclOperation.WRITE, prefixed("floodwall2")),
        arguments("User:mallory", AclOperation.READ, group("payroll")),
        arguments("User:agent", AclOperation.DESCRIBE, cluster()),
        arguments("User:gate", AclOperation.CREATE, prefixed("floodwall.gate-")));
  }

  @ParameterizedTest
  @MethodSource("within")
  void thoseThatReachNothingMoreAreNot(
      String principal, AclOperation operation, ResourcePattern pattern) {
    assertThat(rights.beyond(right(principal, operation, pattern), TOPICS)).isEmpty();
  }

  @Test
  void noneOfThoseWeGive() {
    assertThat(rights.granted()).noneMatch(right -> rights.beyond(right, TOPICS).isPresent());
  }

  @Test
  void aDenialIsNoRight() {
    var denial =
        new AclBinding(
            topic("floodwall.admitted"),
            new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.DENY));
    assertThat(rights.beyond(denial, TOPICS)).isEmpty();
  }

  private static AclBinding right(String who, AclOperation operation, ResourcePattern pattern) {
    return new AclBinding(
        pattern, new AccessControlEntry(who, "*", operation, AclPermissionType.ALLOW));
  }

  private static ResourcePattern topic(String name) {
    return new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL);
  }

  private static ResourcePattern prefixed(String name) {
    return new ResourcePattern(ResourceType.TOPIC, name, PatternType.PREFIXED);
  }

  private static ResourcePattern group(String name) {
    return new ResourcePattern(ResourceType.GROUP, name, PatternType.LITERAL);
  }

  private static ResourcePattern id(String name) {
    return new ResourcePattern(ResourceType.TRANSACTIONAL_ID, name, PatternType.LITERAL);
  }

  private static ResourcePattern cluster() {
    return new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL);
  }
}
