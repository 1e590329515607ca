package io.floodwall.app.doctor;

import io.floodwall.runtime.Cluster;
import java.util.ArrayList;
import java.util.List;

/** Whether the cluster's transactions are new enough, and whether it has share groups. */
final class FeaturesCheck implements Check {
  private static final String SHARE_VERSION = "share.version";

  @Override
  public String name() {
    return "features";
  }

  @Override
  public List<Finding> look(Patient patient) {
    var findings = new ArrayList<Finding>();
    Cluster cluster = patient.wall().cluster();
    short transactions = cluster.featureLevel(Cluster.TRANSACTION_VERSION);
    String least = Short.toString(Cluster.TRANSACTION_VERSION_MIN);
    findings.add(
        transactions >= Cluster.TRANSACTION_VERSION_MIN
            ? Finding.ok(name(), Cluster.TRANSACTION_VERSION, Short.toString(transactions))
            : new Finding(
                name(),
                Severity.PROBLEM,
                Cluster.TRANSACTION_VERSION,
                Short.toString(transactions),
                least + " or more",
                "a killed writer could leave a transaction that nobody owns; the applications do"
                    + " not start",
                patient
                    .fixes()
                    .kafka(
                        "kafka-features",
                        "upgrade",
                        "--feature",
                        Cluster.TRANSACTION_VERSION + "=" + least)));
    short share = cluster.featureLevel(SHARE_VERSION);
    findings.add(
        share > 0
            ? Finding.ok(name(), SHARE_VERSION, Short.toString(share))
            : Finding.info(name(), SHARE_VERSION, "off", "deployers cannot use share groups here"));
    return findings;
  }
}
