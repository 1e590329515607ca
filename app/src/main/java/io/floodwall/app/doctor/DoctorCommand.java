package io.floodwall.app.doctor;

import io.floodwall.app.access.PrincipalOption;
import io.floodwall.app.access.Principals;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.app.wall.Wall;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code floodwall doctor}: looks at a cluster and changes nothing. */
@Command(
    name = "doctor",
    description =
        "Looks for what breaks a promise of floodwall on a cluster: features, topics, state,"
            + " copies, clock, file modes, rights, applications. Changes nothing; each finding has"
            + " a line that mends it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall doctor",
      "  floodwall doctor --bootstrap kafka:9093 --command-config operator.properties",
      "  floodwall doctor -o json | jq 'select(.severity == \"problem\")'",
      "",
      "Exit code 1 when a promise is broken; warnings alone are 0."
    })
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private PrincipalOption who = new PrincipalOption();
  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Principals principals = who.principals();
    try (Wall wall = Wall.connect(kafka)) {
      var patient =
          new Patient(
              wall,
              principals,
              new Fixes(kafka.connectionWords(), kafka.prefix()),
              Optional.ofNullable(kafka.commandConfig()),
              InstantSource.system());
      var report = new Report(new Examination(LocalWall.APPS).of(patient));
      PrintWriter out = spec.commandLine().getOut();
      out.print(output.isJson() ? report.json() : report.text());
      out.flush();
      return report.isBroken() ? ExitCode.ERROR : ExitCode.OK;
    }
  }
}
