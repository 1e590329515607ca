package io.floodwall.app.access;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.core.intent.PlainText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.utils.SecurityUtils;

/** Who is who: the Kafka principals of each role, {@code User:<role>} unless said otherwise. */
public final class Principals {
  private final Map<Role, List<String>> names = new EnumMap<>(Role.class);

  private Principals() {}

  /** The default principal of each role. */
  public static Principals defaults() {
    return of(List.of());
  }

  /** From {@code ROLE=User:name}; a role may be given several times, and has all of them. */
  public static Principals of(List<String> mappings) {
    var principals = new Principals();
    for (String mapping : mappings) {
      principals.add(mapping);
    }
    for (Role role : Role.values()) {
      principals.names.computeIfAbsent(role, missing -> List.of("User:" + missing.title()));
    }
    return principals;
  }

  private void add(String mapping) {
    int at = mapping.indexOf('=');
    if (at < 0) {
      throw bad(mapping, "is not ROLE=User:name");
    }
    Role role = Role.of(mapping.substring(0, at)).orElseThrow(() -> bad(mapping, roles()));
    String principal = mapping.substring(at + 1);
    if (!PlainText.escaped(principal).equals(principal)) {
      throw bad(PlainText.escaped(mapping), "has characters that do not print");
    }
    try {
      if (SecurityUtils.parseKafkaPrincipal(principal).getName().equals("*")) {
        throw bad(mapping, "would give the role to everybody; name each principal");
      }
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE, "--principal '" + mapping + "' is not ROLE=User:name", e);
    }
    names.computeIfAbsent(role, missing -> new ArrayList<>()).add(principal);
  }

  /** The principals that have the role. */
  public List<String> of(Role role) {
    return List.copyOf(names.getOrDefault(role, List.of()));
  }

  /** What the authorizer must keep for these grants. */
  public List<AclBinding> bindings(List<Grant> grants) {
    return grants.stream()
        .flatMap(grant -> of(grant.role()).stream().flatMap(who -> grant.bindings(who).stream()))
        .distinct()
        .toList();
  }

  private static String roles() {
    return "names no role; the roles are "
        + Stream.of(Role.values()).map(Role::title).collect(Collectors.joining(", "));
  }

  private static CommandException bad(String mapping, String why) {
    return CommandException.usage("--principal '" + mapping + "' " + why);
  }
}
