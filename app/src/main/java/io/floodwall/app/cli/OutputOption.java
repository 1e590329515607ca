package io.floodwall.app.cli;

import picocli.CommandLine.Option;

/** How a command prints its data: the option of every command that prints any. */
public final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "text, or one JSON object a line (default: ${DEFAULT-VALUE})")
  private OutputFormat format = OutputFormat.text;

  /** Whether one JSON object a line was asked for. */
  public boolean isJson() {
    return format == OutputFormat.json;
  }

  public OutputFormat format() {
    return format;
  }
}
