package io.floodwall.app.access;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import io.floodwall.runtime.StreamApp;
import io.floodwall.schemas.TopicSpec;
import io.floodwall.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What each role may do at one wall, made from the topics' writers, the applications' sources and
 * their application ids; what is not granted here, Kafka's authorizer refuses.
 *
 * <p>Nobody gets DELETE, ALTER or ALTER_CONFIGS on anything, and CREATE is for the changelogs of
 * the applications alone: who sets the wall up does that as the cluster's administrator.
 */
public final class Access {
  private final String prefix;
  private final List<TopicSpec> topics;
  private final List<Grant> grants = new ArrayList<>();

  private Access(String prefix, List<TopicSpec> topics) {
    this.prefix = prefix;
    this.topics = topics;
  }

  /** The rights at the wall whose topics start with {@code prefix} and which runs {@code apps}. */
  public static Access of(String prefix, List<StreamApp> apps) {
    var names = new Topics(prefix);
    var access = new Access(prefix, names.all());
    for (Role role : Role.values()) {
      Set<String> sources = new TreeSet<>();
      apps.stream()
          .filter(app -> app.name().equals(role.title()))
          .forEach(app -> sources.addAll(app.sources(names)));
      access.topics(role, sources);
      if (role.isApplication()) {
        access.application(role);
      } else {
        access.client(role);
      }
    }
    return access;
  }

  /** Every right, in the order of the roles. */
  public List<Grant> grants() {
    return List.copyOf(grants);
  }

  /** The rights of one role. */
  public List<Grant> of(Role role) {
    return grants.stream().filter(grant -> grant.role() == role).toList();
  }

  private void topics(Role role, Set<String> sources) {
    grantTopics(role, Set.of(WRITE, DESCRIBE), role::writes, "what it writes");
    grantTopics(
        role,
        Set.of(READ, DESCRIBE),
        topic -> role.reads(topic) || sources.contains(topic.name()),
        "what it reads");
    if (role.isApplication() || role.inspects()) {
      grantTopics(
          role, Set.of(DESCRIBE, DESCRIBE_CONFIGS), topic -> true, "to see how topics are set");
    }
  }

  private void grantTopics(
      Role role, Set<AclOperation> operations, Predicate<TopicSpec> which, String why) {
    List<String> names = topics.stream().filter(which).map(TopicSpec::name).toList();
    if (!names.isEmpty()) {
      grant(role, operations, TOPIC, LITERAL, names, why);
    }
  }

  /** Kafka Streams names groups, changelogs and transactions after the application id. */
  private void application(Role role) {
    String id = prefix + role.title();
    grant(
        role,
        Set.of(CREATE, READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS),
        TOPIC,
        PREFIXED,
        List.of(id + "-"),
        "its changelogs");
    grant(role, Set.of(READ, DESCRIBE), GROUP, LITERAL, List.of(id), "its offsets");
    grant(
        role,
        Set.of(WRITE, DESCRIBE),
        TRANSACTIONAL_ID,
        PREFIXED,
        List.of(id + "-"),
        "its transactions");
  }

  private void client(Role role) {
    String own = prefix + role.title();
    Set<AclOperation> joins =
        role == Role.DEPLOYER
            ? Set.of(READ, DESCRIBE, DESCRIBE_CONFIGS) // a share group's settings are the group's
            : Set.of(READ, DESCRIBE);
    grant(role, joins, GROUP, PREFIXED, List.of(own), "consumer groups of its own");
    if (role == Role.DEPLOYER || role == Role.OPERATOR) {
      grant(
          role,
          Set.of(WRITE, DESCRIBE),
          TRANSACTIONAL_ID,
          PREFIXED,
          List.of(own),
          "transactions of its own");
    }
    if (role.inspects()) {
      List<String> changelogs =
          Stream.of(Role.values())
              .filter(Role::isApplication)
              .map(app -> prefix + app.title() + "-")
              .toList();
      grant(role, Set.of(READ, DESCRIBE), TOPIC, PREFIXED, changelogs, "to see who waits");
      grant(role, Set.of(DESCRIBE), GROUP, PREFIXED, List.of(prefix), "to see how far groups are");
      grant(
          role,
          Set.of(DESCRIBE, DESCRIBE_CONFIGS),
          CLUSTER,
          LITERAL,
          List.of(Resource.CLUSTER_NAME),
          "to check the brokers and the rights");
    }
  }

  private void grant(
      Role role,
      Set<AclOperation> operations,
      ResourceType resource,
      PatternType pattern,
      List<String> names,
      String why) {
    grants.add(new Grant(role, new TreeSet<>(operations), resource, pattern, names, why));
  }
}
