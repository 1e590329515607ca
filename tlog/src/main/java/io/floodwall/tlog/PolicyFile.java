package io.floodwall.tlog;

import io.floodwall.tlog.TrustPolicy.Quorum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trust policy file (C2SP {@code tlog-policy}).
 *
 * <pre>
 * log VKEY [URL]
 * witness NAME VKEY [URL]
 * group NAME all|any|K NAME...
 * quorum NAME|none
 * </pre>
 */
public final class PolicyFile {
  /** The most lines that say something. */
  public static final int LINES_MAX = 1_000;

  private final List<VerifierKey> logs = new ArrayList<>();
  private final Map<String, VerifierKey> witnesses = new LinkedHashMap<>();
  private final Map<String, Quorum> rules = new HashMap<>();
  private final Set<PublicKey> keys = new HashSet<>();
  private final Set<String> members = new HashSet<>();
  private @Nullable Quorum quorum;

  private PolicyFile() {}

  /** The policy that the text says; the message of an error names the line. */
  public static TrustPolicy parse(String text) throws FormatException {
    var file = new PolicyFile();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = trimmed(lines[i]);
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (i >= LINES_MAX) {
        throw new FormatException("a policy has at most " + LINES_MAX + " lines");
      }
      try {
        file.line(line.split("[ \t]+"));
      } catch (FormatException e) {
        throw new FormatException("line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    if (file.quorum == null) {
      throw new FormatException("the quorum line is missing; 'quorum none' asks for no witness");
    }
    return new TrustPolicy(file.logs, file.witnesses, file.quorum);
  }

  private void line(String[] words) throws FormatException {
    switch (words[0]) {
      case "log" -> log(words);
      case "witness" -> witness(words);
      case "group" -> group(words);
      case "quorum" -> quorum(words);
      default -> throw new FormatException("must start with log, witness, group or quorum");
    }
  }

  private void log(String[] words) throws FormatException {
    count(words, 2, 3, "log VKEY [URL]");
    VerifierKey key = VerifierKey.parse(words[1]);
    unused(key);
    logs.add(key);
  }

  private void witness(String[] words) throws FormatException {
    count(words, 3, 4, "witness NAME VKEY [URL]");
    String name = fresh(words[1]);
    VerifierKey key = VerifierKey.parse(words[2]);
    if (key.type() != SignatureType.COSIGNATURE) {
      throw new FormatException("a witness has a cosignature key, of type 4");
    }
    unused(key);
    witnesses.put(name, key);
    rules.put(name, cosigned -> cosigned.contains(name));
  }

  private void group(String[] words) throws FormatException {
    count(words, 4, Integer.MAX_VALUE, "group NAME all|any|K NAME...");
    String name = fresh(words[1]);
    List<String> names = List.of(words).subList(3, words.length);
    long needed = threshold(words[2], names.size());
    var rule = new ArrayList<Quorum>();
    for (String member : names) {
      rule.add(known(member));
      if (!members.add(member)) {
        throw new FormatException("a name can be a member once only");
      }
    }
    rules.put(
        name, cosigned -> rule.stream().filter(one -> one.isMetBy(cosigned)).count() >= needed);
  }

  private void quorum(String[] words) throws FormatException {
    count(words, 2, 2, "quorum NAME|none");
    if (quorum != null) {
      throw new FormatException("there is one quorum line only");
    }
    quorum = words[1].equals("none") ? Quorum.NONE : known(words[1]);
  }

  private static long threshold(String word, int count) throws FormatException {
    long needed =
        switch (word) {
          case "all" -> count;
          case "any" -> 1;
          default -> Text.number(word, "how many must cosign");
        };
    if (needed < 1 || needed > count) {
      throw new FormatException("of " + count + " members 1 to " + count + " can be asked for");
    }
    return needed;
  }

  private Quorum known(String name) throws FormatException {
    Quorum rule = rules.get(name);
    if (rule == null) {
      throw new FormatException("a name is used that no line above defines");
    }
    return rule;
  }

  private String fresh(String name) throws FormatException {
    if (name.equals("none") || rules.containsKey(name)) {
      throw new FormatException("the name is taken already");
    }
    return name;
  }

  private void unused(VerifierKey key) throws FormatException {
    if (!keys.add(key.key())) {
      throw new FormatException("the key is listed already");
    }
  }

  private static void count(String[] words, int min, int max, String form) throws FormatException {
    if (words.length < min || words.length > max) {
      throw new FormatException("must be: " + form);
    }
  }

  private static String trimmed(String line) throws FormatException {
    if (line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw new FormatException("a policy has no control characters but tabs and newlines");
    }
    return line.strip();
  }
}
