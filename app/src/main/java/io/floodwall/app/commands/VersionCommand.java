package io.floodwall.app.commands;

import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.OutputOption;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code floodwall version}: which floodwall, which Kafka, which Java. */
@Command(name = "version", description = "Prints the versions of floodwall, Kafka and Java.")
public final class VersionCommand implements Callable<Integer> {
  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      out.println(
          Json.line(
              Json.object().put("floodwall", own()).put("kafka", kafka()).put("java", java())));
    } else {
      out.println(line());
    }
    out.flush();
    return ExitCode.OK;
  }

  /** What {@code --version} prints. */
  public static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {line()};
    }
  }

  private static String line() {
    return "floodwall " + own() + " (Kafka " + kafka() + ", Java " + java() + ")";
  }

  private static String own() {
    String packaged = VersionCommand.class.getPackage().getImplementationVersion();
    return packaged == null ? "unpackaged" : packaged;
  }

  private static String kafka() {
    return AppInfoParser.getVersion();
  }

  private static String java() {
    return System.getProperty("java.version");
  }
}
