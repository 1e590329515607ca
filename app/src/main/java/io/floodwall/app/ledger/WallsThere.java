package io.floodwall.app.ledger;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.schemas.Topics;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The walls whose ledgers a cluster holds, known by their topics: a {@code <prefix>ledger} beside a
 * {@code <prefix>heads}.
 */
final class WallsThere {
  private static final String LEDGER = "ledger";

  private final String where;
  private final Set<String> topics;
  private final List<String> prefixes;

  /** The walls among {@code topics}, of the cluster or folder that people call {@code where}. */
  WallsThere(String where, Set<String> topics) {
    this.where = where;
    this.topics = topics;
    this.prefixes =
        topics.stream()
            .filter(topic -> topic.endsWith(LEDGER))
            .map(topic -> topic.substring(0, topic.length() - LEDGER.length()))
            .filter(this::isWall)
            .sorted()
            .toList();
  }

  /** The prefixes, in alphabetical order. */
  List<String> prefixes() {
    return prefixes;
  }

  /** The wall to read: the one asked for, or else the one that is there. */
  String theOnly(@Nullable String asked) {
    if (asked != null) {
      return existing(asked);
    }
    if (prefixes.size() > 1) {
      throw CommandException.usage(
          where
              + " holds "
              + prefixes.size()
              + " walls; choose one with --prefix: "
              + String.join(", ", prefixes));
    }
    if (prefixes.isEmpty()) {
      throw new CommandException(
          ExitCode.ERROR,
          where + " holds no ledger: there is no topic that a wall's ledger would have");
    }
    return prefixes.get(0);
  }

  /** The wall with this prefix, which must be there. */
  String existing(String prefix) {
    if (isWall(prefix) || !isPrefix(prefix)) {
      return prefix; // what is no prefix at all is told by who takes it
    }
    String missing = topics.contains(prefix + LEDGER) ? prefix + "heads" : prefix + LEDGER;
    String others =
        prefixes.isEmpty()
            ? ""
            : "; --prefix chooses another wall, there are: " + String.join(", ", prefixes);
    throw new CommandException(
        ExitCode.ERROR,
        where
            + " has no topic '"
            + missing
            + "'"
            + others
            + (prefix.equals(KafkaOptions.DEFAULT_PREFIX) && prefixes.isEmpty()
                ? "; has a wall ever run there?"
                : ""));
  }

  private boolean isWall(String prefix) {
    return isPrefix(prefix)
        && topics.contains(prefix + LEDGER)
        && topics.contains(prefix + "heads");
  }

  private static boolean isPrefix(String prefix) {
    try {
      return new Topics(prefix).ledger().equals(prefix + LEDGER);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
