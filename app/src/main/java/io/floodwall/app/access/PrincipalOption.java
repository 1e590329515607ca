package io.floodwall.app.access;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Who has a role on this cluster: the option of the commands that look at rights. */
public final class PrincipalOption {
  @Option(
      names = "--principal",
      paramLabel = "ROLE=User:NAME",
      description =
          "who has a role (default: User:ROLE); may be repeated, for one role too. Roles: agent,"
              + " admission, gate, ledger, deployer, operator, auditor")
  private final List<String> mappings = new ArrayList<>();

  /** The principals named, and the default of every other role. */
  public Principals principals() {
    return Principals.of(mappings);
  }
}
