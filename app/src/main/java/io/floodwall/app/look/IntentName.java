package io.floodwall.app.look;

import io.floodwall.app.cli.CommandException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An agent and an id, as {@code AGENT/ID} names them: both may contain a slash themselves. */
public record IntentName(String agent, String id) {
  /** The most slashes in a name that is to be guessed at. */
  public static final int SLASHES_MAX = 16;

  /** Every pair that the words may mean; options say it without doubt. */
  public static List<IntentName> of(
      @Nullable String words, @Nullable String agent, @Nullable String id) {
    if (words == null) {
      if (agent == null || id == null) {
        throw CommandException.usage("which intent: give AGENT/ID, or --agent and --id");
      }
      return List.of(new IntentName(agent, id));
    }
    if (agent != null || id != null) {
      throw CommandException.usage("give AGENT/ID or --agent and --id, not both");
    }
    String name = words.startsWith("intent/") ? words.substring("intent/".length()) : words;
    var names = new ArrayList<IntentName>();
    for (int at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
      if (at > 0 && at < name.length() - 1) {
        names.add(new IntentName(name.substring(0, at), name.substring(at + 1)));
      }
    }
    if (names.isEmpty() || names.size() > SLASHES_MAX) {
      throw CommandException.usage("'" + words + "' is not AGENT/ID; say it with --agent and --id");
    }
    return List.copyOf(names);
  }
}
