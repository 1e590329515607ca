package io.floodwall.app.doctor;

import io.floodwall.runtime.StreamApp;
import java.util.List;
import org.apache.kafka.common.errors.AuthorizationException;

/** All checks, in the order they are told. */
final class Examination {
  private final List<Check> checks;

  Examination(List<StreamApp> apps) {
    checks =
        List.of(
            new FeaturesCheck(),
            new TopicsCheck(),
            new StateCheck(apps),
            new CopiesCheck(),
            new ClockCheck(),
            new FilesCheck(),
            new AccessCheck(apps),
            new ApplicationsCheck(apps));
  }

  /** Every finding; what this user may not look at is one too. */
  List<Finding> of(Patient patient) {
    return checks.stream().flatMap(check -> look(check, patient).stream()).toList();
  }

  private static List<Finding> look(Check check, Patient patient) {
    try {
      return check.look(patient);
    } catch (AuthorizationException e) {
      return List.of(
          new Finding(
              check.name(),
              Severity.WARNING,
              "this user",
              "may not look: " + e.getClass().getSimpleName(),
              "the rights of operator or auditor",
              "what nobody looked at may be wrong",
              "# pass the file of an operator or auditor: --command-config FILE"));
    }
  }
}
