package io.floodwall.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** The schemas as people write them: a file each, which may name types of other files. */
final class SourceSchemas {
  static final Path FOLDER = Path.of("src/main/avro");

  private SourceSchemas() {}

  /** Those of records that travel by themselves. */
  static List<Schema> read() {
    var parser = new SchemaParser();
    var parsed = new ArrayList<SchemaParser.ParseResult>();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        SchemaParser.ParseResult result = parser.parse(file);
        if (FOLDER.equals(file.getParent())) {
          parsed.add(result);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parsed.stream().map(SchemaParser.ParseResult::mainSchema).toList();
  }
}
