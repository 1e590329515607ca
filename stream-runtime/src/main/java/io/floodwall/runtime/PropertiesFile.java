package io.floodwall.runtime;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;

/** A Java properties file in UTF-8, given by a command-line option. */
public final class PropertiesFile {
  private PropertiesFile() {}

  /** What stands in {@code file}; a file that cannot be read is told with the {@code option}. */
  public static Map<String, String> read(String option, Path file) {
    var properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      var told = new ConfigException("cannot read " + option + " " + file + ": " + e);
      told.initCause(e);
      throw told;
    }
    var map = new HashMap<String, String>();
    properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
    return map;
  }
}
