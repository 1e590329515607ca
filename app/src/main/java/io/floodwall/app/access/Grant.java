package io.floodwall.app.access;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Some operations that a role may do on some resources.
 *
 * @param names the resources, or what their names start with when {@code pattern} is PREFIXED
 * @param why what the role needs it for
 */
public record Grant(
    Role role,
    SortedSet<AclOperation> operations,
    ResourceType resource,
    PatternType pattern,
    List<String> names,
    String why) {

  public Grant {
    operations = new TreeSet<>(operations);
    names = List.copyOf(names);
    if (operations.isEmpty() || names.isEmpty()) {
      throw new IllegalArgumentException("a grant of nothing: " + operations + " on " + names);
    }
  }

  /** The same as Kafka's authorizer keeps it, for {@code principal}, from any host. */
  public List<AclBinding> bindings(String principal) {
    var bindings = new ArrayList<AclBinding>();
    for (String name : names) {
      for (AclOperation operation : operations) {
        bindings.add(
            new AclBinding(
                new ResourcePattern(resource, name, pattern),
                new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
      }
    }
    return bindings;
  }
}
