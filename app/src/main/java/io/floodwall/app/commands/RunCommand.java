package io.floodwall.app.commands;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.runtime.StreamApp;
import io.floodwall.runtime.StreamMain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code floodwall run}: one application, or all three, against a cluster that is there. */
@Command(
    name = "run",
    description =
        "Runs admission, gate, ledger or all of them against a Kafka cluster, until it is told to"
            + " stop.",
    footerHeading = "%nOptions go to the application:%n",
    footer = {
      "  --bootstrap HOST:PORT    where Kafka is",
      "  --command-config FILE    Kafka client properties: TLS, SASL and the like",
      "  --config FILE            floodwall.* properties; docs/configuration.md lists them",
      "  --set KEY=VALUE          one property; may be repeated",
      "",
      "Examples:",
      "  floodwall topics create --bootstrap kafka:9092 --partitions 12",
      "  floodwall run all --bootstrap kafka:9092",
      "  floodwall run gate --bootstrap kafka:9092 --set floodwall.instance.id=gate-1 --set"
          + " floodwall.health.port=8082",
      "",
      "Told to stop, by Ctrl-C or SIGTERM, it ends in order. Exit code 1 when an application cannot"
          + " start or fails."
    })
public final class RunCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "APP", description = "admission, gate, ledger or all")
  private String name = "";

  @Unmatched private List<String> rest = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<StreamApp> apps = LocalWall.APPS;
    if (!name.equals("all")) {
      apps = apps.stream().filter(app -> app.name().equals(name)).toList();
    }
    if (apps.isEmpty()) {
      throw CommandException.usage(
          "no application is called '" + name + "': use admission, gate, ledger or all");
    }
    return StreamMain.run(
        "floodwall run " + name, apps, spec.commandLine().getErr(), rest.toArray(String[]::new));
  }
}
