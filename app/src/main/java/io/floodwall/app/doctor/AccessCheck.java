package io.floodwall.app.doctor;

import io.floodwall.app.access.Access;
import io.floodwall.app.access.AclLine;
import io.floodwall.app.access.Grant;
import io.floodwall.app.access.Role;
import io.floodwall.runtime.StreamApp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.utils.SecurityUtils;

/** Whether only the roles may write to the wall, and each role may do its part. */
record AccessCheck(List<StreamApp> apps) implements Check {
  @Override
  public String name() {
    return "access";
  }

  @Override
  public List<Finding> look(Patient patient) {
    var cluster = patient.wall().cluster();
    Collection<AclBinding> there;
    try {
      there = cluster.get(cluster.admin().describeAcls(AclBindingFilter.ANY).values());
    } catch (SecurityDisabledException e) {
      return List.of(noAuthorizer(patient));
    }
    Access access = Access.of(patient.wall().prefix(), apps);
    var rights = new Rights(patient.principals().bindings(access.grants()));
    var findings = new ArrayList<Finding>();
    for (AclBinding binding : there) {
      rights
          .beyond(binding, patient.wall().topics())
          .ifPresent(what -> findings.add(tooMuch(patient, binding, what)));
    }
    for (Role role : Role.values()) {
      missing(patient, access.of(role), role, there).ifPresent(findings::add);
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok(name(), "rights", "as topics acls prints them"));
    }
    return findings;
  }

  private Finding noAuthorizer(Patient patient) {
    return new Finding(
        name(),
        Severity.WARNING,
        "authorizer",
        "none",
        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "whoever reaches the cluster can write verdicts, bundles and controls",
        "# set authorizer.class.name on the brokers (docs/access.md), then: "
            + patient.fixes().floodwall("topics", "acls", "--apply"));
  }

  private Finding tooMuch(Patient patient, AclBinding binding, String what) {
    var pattern = binding.pattern();
    var entry = binding.entry();
    var words =
        new ArrayList<>(
            new AclLine(patient.fixes().connection())
                .words(
                    "--remove",
                    entry.principal(),
                    List.of(entry.operation()),
                    pattern.resourceType(),
                    pattern.patternType(),
                    List.of(pattern.name())));
    words.add("--force");
    if (!entry.host().equals("*")) {
      words.addAll(List.of("--allow-host", entry.host()));
    }
    return new Finding(
        name(),
        Severity.PROBLEM,
        entry.principal(),
        "may " + SecurityUtils.operationName(entry.operation()) + " " + shown(binding),
        "no such right",
        what,
        AclLine.shell(words));
  }

  private static String shown(AclBinding binding) {
    var pattern = binding.pattern();
    return pattern.resourceType().name().toLowerCase(Locale.ROOT)
        + " "
        + pattern.name()
        + (pattern.patternType() == PatternType.PREFIXED ? "*" : "");
  }

  private Optional<Finding> missing(
      Patient patient, List<Grant> grants, Role role, Collection<AclBinding> there) {
    List<AclBinding> missing =
        patient.principals().bindings(grants).stream()
            .filter(needed -> there.stream().noneMatch(right -> Rights.covers(right, needed)))
            .toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    AclBinding first = missing.get(0);
    return Optional.of(
        new Finding(
            name(),
            Severity.WARNING,
            role.title(),
            first.entry().principal()
                + " may not "
                + SecurityUtils.operationName(first.entry().operation())
                + " "
                + shown(first)
                + (missing.size() > 1 ? " and " + (missing.size() - 1) + " more" : ""),
            "the rights of the role",
            "it cannot do its part",
            patient.fixes().floodwall("topics", "acls", "--role", role.title(), "--apply")));
  }
}
