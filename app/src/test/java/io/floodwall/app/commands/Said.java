package io.floodwall.app.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.Floodwall;
import io.floodwall.app.cli.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** What the floodwall command said: its exit code, and what it wrote to stdout and to stderr. */
public record Said(int exit, String out, String err) {

  /** Runs the command in this process. */
  public static Said by(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine command = Floodwall.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    command.setUsageHelpAutoWidth(false); // the same on every terminal
    int exit = command.execute(args);
    command.getOut().flush();
    command.getErr().flush();
    return new Said(exit, out.toString(), err.toString());
  }

  /** Runs the command with {@code input} on its stdin. */
  public static Said reading(byte[] input, String... args) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input));
    try {
      return by(args);
    } finally {
      System.setIn(before);
    }
  }

  public static Said reading(String input, String... args) {
    return reading(input.getBytes(StandardCharsets.UTF_8), args);
  }

  /** Stdout as JSON, one value a line. */
  public List<JsonNode> json() throws JsonProcessingException {
    var values = new ArrayList<JsonNode>();
    for (String line : out.lines().toList()) {
      values.add(Json.parse(line));
    }
    return values;
  }
}
