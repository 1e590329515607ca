package io.floodwall.app.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.Floodwall;
import io.floodwall.app.cli.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** A run of the {@code floodwall} command in this process, and all that it printed. */
record Cli(int exit, String out, String err) {

  static Cli floodwall(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var command = Floodwall.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    int exit = command.execute(arguments);
    return new Cli(exit, out.toString(), err.toString());
  }

  List<String> lines() {
    return out.lines().toList();
  }

  /** Every line of stdout as JSON; a line that is not fails the test. */
  List<JsonNode> json() {
    var objects = new ArrayList<JsonNode>();
    for (String line : lines()) {
      try {
        objects.add(Json.parse(line));
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + line, e);
      }
    }
    return objects;
  }

  /** The JSON objects with this {@code type}. */
  List<JsonNode> json(String type) {
    return json().stream().filter(object -> object.path("type").asText().equals(type)).toList();
  }
}
