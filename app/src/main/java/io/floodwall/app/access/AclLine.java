package io.floodwall.app.access;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * A {@code kafka-acls} command as a line for a shell.
 *
 * @param connection where the cluster is: {@code --bootstrap-server} and {@code --command-config}
 */
public record AclLine(List<String> connection) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  public AclLine {
    connection = List.copyOf(connection);
  }

  /** The words that give {@code grant} to {@code principal}. */
  public List<String> words(Grant grant, String principal) {
    return words(
        "--add",
        principal,
        List.copyOf(grant.operations()),
        grant.resource(),
        grant.pattern(),
        grant.names());
  }

  /** The words that add or remove operations on resources of one kind. */
  public List<String> words(
      String action,
      String principal,
      List<AclOperation> operations,
      ResourceType resource,
      PatternType pattern,
      List<String> names) {
    var words = new ArrayList<String>();
    words.add("kafka-acls");
    words.addAll(connection);
    words.addAll(List.of(action, "--allow-principal", principal));
    for (AclOperation operation : operations) {
      words.addAll(List.of("--operation", SecurityUtils.operationName(operation)));
    }
    if (pattern == PatternType.PREFIXED) {
      words.addAll(List.of("--resource-pattern-type", "prefixed"));
    }
    for (String name : names) {
      switch (resource) {
        case CLUSTER -> words.add("--cluster");
        case GROUP -> words.addAll(List.of("--group", name));
        case TRANSACTIONAL_ID -> words.addAll(List.of("--transactional-id", name));
        default -> words.addAll(List.of("--topic", name));
      }
    }
    return words;
  }

  /** Words as a line that a POSIX shell reads back as these words. */
  public static String shell(List<String> words) {
    return words.stream().map(AclLine::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
