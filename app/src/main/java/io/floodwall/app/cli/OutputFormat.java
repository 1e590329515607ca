package io.floodwall.app.cli;

/** How a command prints its data: for people, or one JSON object a line. */
public enum OutputFormat {
  text,
  json
}
