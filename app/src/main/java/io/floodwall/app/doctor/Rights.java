package io.floodwall.app.doctor;

import io.floodwall.app.access.Role;
import io.floodwall.schemas.TopicSpec;
import io.floodwall.schemas.Topics;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What is granted on purpose; tells a right on the cluster that goes beyond it.
 *
 * <p>A right goes beyond when it lets somebody change something of the wall that the model does not
 * let them change: topics, the applications' groups and transactional ids, the cluster itself.
 * Reading is told of only where everybody may.
 */
record Rights(Collection<AclBinding> granted) {
  private static final Set<AclOperation> CHANGES =
      EnumSet.of(
          AclOperation.WRITE,
          AclOperation.CREATE,
          AclOperation.DELETE,
          AclOperation.ALTER,
          AclOperation.ALTER_CONFIGS,
          AclOperation.CLUSTER_ACTION);
  private static final List<String> STAGES =
      Stream.of(Role.values()).filter(Role::isApplication).map(Role::title).toList();

  /** Why {@code right} goes beyond, when it does. */
  Optional<String> beyond(AclBinding right, Topics topics) {
    if (right.entry().permissionType() != AclPermissionType.ALLOW) {
      return Optional.empty();
    }
    return touched(right.pattern(), topics)
        .flatMap(thing -> changes(right, thing))
        .filter(need -> granted.stream().noneMatch(grant -> covers(grant, need)))
        .findFirst()
        .map(Rights::why);
  }

  /** The things of the wall that a pattern reaches. */
  private static Stream<ResourcePattern> touched(ResourcePattern pattern, Topics topics) {
    String intents = topics.intents();
    String prefix = intents.substring(0, intents.length() - "intents".length());
    Stream<ResourcePattern> things =
        switch (pattern.resourceType()) {
          case TOPIC ->
              Stream.concat(
                  topics.all().stream()
                      .map(TopicSpec::name)
                      .map(name -> literal(ResourceType.TOPIC, name)),
                  zones(pattern, prefix));
          case GROUP -> STAGES.stream().map(s -> literal(ResourceType.GROUP, prefix + s));
          case TRANSACTIONAL_ID -> zones(pattern, prefix);
          case CLUSTER -> Stream.of(literal(ResourceType.CLUSTER, pattern.name()));
          default -> Stream.empty();
        };
    return things.filter(thing -> reaches(pattern, thing));
  }

  /** Of the names that start with an application's id, those that a pattern reaches. */
  private static Stream<ResourcePattern> zones(ResourcePattern pattern, String prefix) {
    return STAGES.stream()
        .map(stage -> prefix + stage + "-")
        .map(zone -> pattern.name().startsWith(zone) ? pattern.name() : zone + "x")
        .map(name -> literal(pattern.resourceType(), name));
  }

  /** What {@code right} lets its principal change of {@code thing}. */
  private static Stream<AclBinding> changes(AclBinding right, ResourcePattern thing) {
    var entry = right.entry();
    Set<AclOperation> operations = EnumSet.copyOf(CHANGES);
    if (thing.resourceType() == ResourceType.GROUP || entry.principal().endsWith(":*")) {
      operations.add(AclOperation.READ); // of a group: moving its offsets
    }
    return operations.stream()
        .filter(op -> entry.operation() == op || entry.operation() == AclOperation.ALL)
        .map(
            op ->
                new AclBinding(
                    thing,
                    new AccessControlEntry(
                        entry.principal(), entry.host(), op, AclPermissionType.ALLOW)));
  }

  /** Whether {@code right} gives at least {@code need}, which is of one thing. */
  static boolean covers(AclBinding right, AclBinding need) {
    AclOperation given = right.entry().operation();
    AclOperation needed = need.entry().operation();
    boolean implied =
        needed == AclOperation.DESCRIBE
            && (given == AclOperation.READ || given == AclOperation.WRITE);
    return right.entry().permissionType() == AclPermissionType.ALLOW
        && (given == needed || given == AclOperation.ALL || implied)
        && right.entry().principal().equals(need.entry().principal())
        && (right.entry().host().equals("*") || right.entry().host().equals(need.entry().host()))
        && right.pattern().resourceType() == need.pattern().resourceType()
        && reaches(right.pattern(), need.pattern());
  }

  private static boolean reaches(ResourcePattern pattern, ResourcePattern thing) {
    if (pattern.patternType() == PatternType.PREFIXED) {
      return thing.name().startsWith(pattern.name());
    }
    return pattern.name().equals(ResourcePattern.WILDCARD_RESOURCE)
        || (thing.patternType() == PatternType.LITERAL && pattern.name().equals(thing.name()));
  }

  private static ResourcePattern literal(ResourceType type, String name) {
    return new ResourcePattern(type, name, PatternType.LITERAL);
  }

  private static String why(AclBinding need) {
    if (need.entry().operation() == AclOperation.READ
        && need.pattern().resourceType() == ResourceType.TOPIC) {
      return "everybody reads what agents propose and the wall decides";
    }
    return switch (need.pattern().resourceType()) {
      case GROUP -> "who moves an application's offsets makes it skip or repeat decisions";
      case TRANSACTIONAL_ID -> "who uses an application's transactional id stops it";
      case CLUSTER -> "who changes the cluster changes topics and rights";
      default -> "records there would no longer be what the role that owns the topic wrote";
    };
  }
}
