package io.floodwall.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A small YAML 1.2 (or JSON, which is YAML) file from a person: one document, no duplicate keys,
 * few aliases, bounded.
 */
public final class YamlFile {
  private static final int BYTES_MAX = 1024 * 1024;
  private static final int ALIASES_MAX =
      5; // each multiplies what it names: 5 make it six times as long, 20 a thousand

  private YamlFile() {}

  /** The document in {@code file}; what is wrong with it is told with line and column. */
  public static JsonNode read(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new CommandException(ExitCode.ERROR, file + ": larger than " + BYTES_MAX + " bytes");
      }
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(file.toString(), text);
    } catch (CharacterCodingException e) {
      throw new CommandException(ExitCode.ERROR, file + ": is not UTF-8", e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.ERROR, "cannot read " + file + ": " + e, e);
    }
  }

  /** The one document in {@code text}. */
  public static JsonNode parse(String name, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(ALIASES_MAX)
            .setAllowRecursiveKeys(false)
            .setCodePointLimit(BYTES_MAX)
            .build();
    try {
      Object document = new Load(settings).loadFromString(text);
      return Json.tree(document == null ? java.util.Map.of() : document);
    } catch (YamlEngineException | IllegalArgumentException | StackOverflowError e) {
      String what =
          e instanceof StackOverflowError
              ? "nested too deeply"
              : String.valueOf(e.getMessage()).strip();
      throw new CommandException(
          ExitCode.ERROR, name + ": not valid YAML: " + what.replaceAll("\\s+", " "), e);
    }
  }
}
