package io.floodwall.app.access;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.runtime.PropertiesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * The users of a secured wall in its data folder: one ready {@code --command-config} file for each
 * role, which its owner alone may read.
 *
 * <pre>
 *   folder/                       rwx------   the broker's own files hold everything
 * secure/                   rwx------
 *       agent.properties        rw-------   address, mechanism, user and password
 *       admission.properties
 *       ...
 * </pre>
 *
 * <p>A password is drawn once, and again when its file was deleted. It is never printed.
 */
public final class Credentials {
  /** The folder in the data folder. */
  public static final String FOLDER = "secure";

  private static final int PASSWORD_BYTES = 32;
  // passwords of 256 random bits gain nothing from more rounds; this is the least Kafka takes
  private static final int ITERATIONS = 4096;
  private static final Pattern PASSWORD = Pattern.compile("password=\"([A-Za-z0-9_-]{43})\"");

  private final Path folder;
  private final Map<Role, String> passwords = new EnumMap<>(Role.class);

  private Credentials(Path folder) {
    this.folder = folder;
  }

  /** Whether the wall in {@code data} was secured. */
  public static boolean areIn(Path data) {
    return Files.exists(data.resolve(FOLDER));
  }

  /** The users of the wall in {@code data}; those that are missing get a password now. */
  public static Credentials in(Path data) {
    var credentials = new Credentials(data.resolve(FOLDER));
    var random = new SecureRandom();
    for (Role role : Role.values()) {
      Path file = credentials.file(role);
      credentials.passwords.put(role, Files.exists(file) ? password(file) : drawn(random));
    }
    return credentials;
  }

  /** The file that makes a client act in this role. */
  public Path file(Role role) {
    return folder.resolve(role.title() + ".properties");
  }

  /** What is in that file, for a cluster at {@code bootstrapServers}. */
  public Map<String, String> clientProperties(Role role, String bootstrapServers) {
    return Map.of(
        "bootstrap.servers",
        bootstrapServers,
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        ScramMechanism.SCRAM_SHA_512.mechanismName(),
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(role.title(), passwords.get(role)));
  }

  /** Writes the files anew, with the address the cluster has now. */
  public void write(String bootstrapServers) {
    try {
      Files.createDirectories(folder);
      for (Path closed : List.of(folder, folder.toAbsolutePath().getParent())) {
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
      }
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      for (Role role : Role.values()) {
        Path unfinished = Files.createTempFile(folder, role.title(), ".new", ownerOnly);
        Files.writeString(unfinished, text(role, bootstrapServers));
        Files.move(
            unfinished,
            file(role),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new CommandException(
          ExitCode.ERROR,
          "cannot keep credentials in "
              + folder
              + ": "
              + e
              + "; --secure needs a folder whose files can be closed to other users",
          e);
    }
  }

  /** The users, as the cluster is told of them. */
  public List<UserScramCredentialAlteration> alterations() {
    return Stream.of(Role.values())
        .<UserScramCredentialAlteration>map(
            role ->
                new UserScramCredentialUpsertion(
                    role.title(),
                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                    String.valueOf(passwords.get(role))))
        .toList();
  }

  private String text(Role role, String bootstrapServers) {
    var text = new StringBuilder("# --command-config of the role " + role.title() + ": private\n");
    clientProperties(role, bootstrapServers).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> text.append(e.getKey()).append('=').append(e.getValue()).append('\n'));
    return text.toString();
  }

  private static String password(Path file) {
    String login =
        PropertiesFile.read("the credentials in", file).getOrDefault("sasl.jaas.config", "");
    Matcher password = PASSWORD.matcher(login);
    if (!password.find()) {
      throw new CommandException(
          ExitCode.ERROR,
          file + " holds no password of ours; delete it, and the next start makes a new one");
    }
    return password.group(1);
  }

  private static String drawn(SecureRandom random) {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
