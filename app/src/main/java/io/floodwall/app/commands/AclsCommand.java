package io.floodwall.app.commands;

import io.floodwall.app.access.Access;
import io.floodwall.app.access.AclLine;
import io.floodwall.app.access.Grant;
import io.floodwall.app.access.PrincipalOption;
import io.floodwall.app.access.Principals;
import io.floodwall.app.access.Role;
import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Json;
import io.floodwall.app.cli.KafkaOptions;
import io.floodwall.app.cli.OutputOption;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.core.intent.PlainText;
import io.floodwall.runtime.Cluster;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.SecurityUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code floodwall topics acls}: the rights of every role, as commands for Kafka's own tool. */
@Command(
    name = "acls",
    description =
        "Prints kafka-acls commands that give each role its rights and no more; docs/access.md is"
            + " the table.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  floodwall topics acls --bootstrap kafka:9092 --command-config admin.properties | sh",
      "  floodwall topics acls --role agent --principal agent=User:planner --principal"
          + " agent=User:fixer",
      "  floodwall topics acls --apply --bootstrap kafka:9092 --command-config admin.properties",
      "",
      "Without --apply nothing is changed and no cluster is asked."
    })
public final class AclsCommand implements Callable<Integer> {
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private PrincipalOption who = new PrincipalOption();

  @Option(names = "--role", paramLabel = "ROLE", description = "only this role")
  private @Nullable String only;

  @Option(names = "--apply", description = "give the rights now instead of printing the commands")
  private boolean apply;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Principals principals = who.principals();
    Access access = access(kafka.prefix());
    List<Grant> grants = only == null ? access.grants() : access.of(role(only));
    if (apply) {
      try (Cluster cluster = Cluster.connect(kafka.clientProperties(), kafka.timeoutMs())) {
        cluster.get(cluster.admin().createAcls(principals.bindings(grants)).all());
      }
    }
    print(grants, principals);
    return ExitCode.OK;
  }

  private static Access access(String prefix) {
    try {
      return Access.of(prefix, LocalWall.APPS);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--prefix: " + e.getMessage(), e);
    }
  }

  private static Role role(String title) {
    return Role.of(title)
        .orElseThrow(() -> CommandException.usage("--role '" + title + "': no role is called so"));
  }

  private void print(List<Grant> grants, Principals principals) {
    PrintWriter out = spec.commandLine().getOut();
    var line = new AclLine(kafka.connectionWords());
    for (Grant grant : grants) {
      if (!output.isJson() && !apply) {
        out.println("# " + grant.role().title() + ": " + grant.why());
      }
      for (String principal : principals.of(grant.role())) {
        String command = AclLine.shell(line.words(grant, principal));
        if (output.isJson()) {
          out.println(Json.line(json(grant, principal).put("command", command)));
        } else if (!apply) {
          out.println(PlainText.escaped(command));
        }
      }
    }
    if (!output.isJson() && apply) {
      out.println(principals.bindings(grants).size() + " rights are given");
    }
    out.flush();
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode json(
      Grant grant, String principal) {
    var object = Json.object().put("role", grant.role().title()).put("principal", principal);
    var operations = object.putArray("operations");
    grant.operations().forEach(operation -> operations.add(SecurityUtils.operationName(operation)));
    object
        .put("resource", grant.resource().name().toLowerCase(Locale.ROOT))
        .put("pattern", grant.pattern().name().toLowerCase(Locale.ROOT));
    grant.names().forEach(object.putArray("names")::add);
    return object.put("why", grant.why());
  }
}
