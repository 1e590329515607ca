package io.floodwall.app.doctor;

import io.floodwall.runtime.Changelogs;
import io.floodwall.runtime.StreamApp;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Whether the applications' state has as many partitions as the topics. */
record StateCheck(List<StreamApp> apps) implements Check {
  @Override
  public String name() {
    return "state";
  }

  @Override
  public List<Finding> look(Patient patient) {
    var findings = new ArrayList<Finding>();
    OptionalInt partitions = patient.wall().topicSet().partitions();
    for (StreamApp app : apps) {
      String id = patient.wall().prefix() + app.name();
      var changelogs = Changelogs.of(patient.wall().cluster(), id);
      changelogs.forEach(
          (name, count) -> {
            if (partitions.isPresent() && count != partitions.getAsInt()) {
              findings.add(differs(name, count, partitions.getAsInt()));
            }
          });
      if (changelogs.isEmpty()) {
        findings.add(Finding.info(name(), id, "no changelogs seen", "it was never started"));
      }
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(name(), patient.wall().prefix() + "*-changelog", "as many partitions"));
    }
    return findings;
  }

  private Finding differs(String changelog, int count, int partitions) {
    return new Finding(
        name(),
        Severity.PROBLEM,
        changelog,
        count + " partitions",
        partitions + ", as the topics have",
        "the count has changed since the first start, which tears agents' histories apart; the"
            + " application does not start",
        "# move to a new prefix: floodwall topics create --prefix NEW.");
  }
}
