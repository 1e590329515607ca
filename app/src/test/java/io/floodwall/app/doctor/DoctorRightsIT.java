package io.floodwall.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.floodwall.app.access.Role;
import io.floodwall.app.access.SecuredBroker;
import io.floodwall.app.wall.Wall;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rights given and taken on a secured broker, as the doctor sees them with an operator's file. */
class DoctorRightsIT {
  private SecuredBroker secured;
  private Examined examined;
  private List<Finding> before;

  @BeforeEach
  void aSecuredWall() {
    secured = SecuredBroker.start();
    examined = as(Role.OPERATOR);
    before = examined.ills();
  }

  @AfterEach
  void stop() {
    examined.wall().close();
    secured.close();
  }

  @Test
  void whatIsTooMuchAndWhatIsMissing() throws Exception {
    assertThat(before)
        .as("an operator may look at everything; only the applications do not run")
        .extracting(Finding::check)
        .containsOnly("applications")
        .hasSize(3);

    Admin admin = secured.wall().cluster().admin();
    AclBinding forger = right("User:mallory", AclOperation.WRITE, "floodwall.admitted");
    AclBinding anybody = right("User:*", AclOperation.ALL, "*");
    admin.createAcls(List.of(forger, anybody)).all().get();
    List<Finding> ills = await(2);
    assertThat(ills)
        .extracting(Finding::severity, Finding::subject, Finding::is)
        .containsExactlyInAnyOrder(
            tuple(Severity.PROBLEM, "User:mallory", "may Write topic floodwall.admitted"),
            tuple(Severity.PROBLEM, "User:*", "may All topic *"));
    assertThat(ills)
        .extracting(Finding::fix)
        .contains(
            "kafka-acls --bootstrap-server kafka:9092 --remove --allow-principal User:mallory"
                + " --operation Write --topic floodwall.admitted --force");
    admin.deleteAcls(List.of(forger.toFilter(), anybody.toFilter())).all().get();
    examined.isWellAgain(before);

    AclBinding needed = right("User:gate", AclOperation.WRITE, "floodwall.admitted");
    admin.deleteAcls(List.of(needed.toFilter())).all().get();
    Finding missing = await(1).get(0);
    assertThat(missing)
        .returns(Severity.WARNING, Finding::severity)
        .returns("gate", Finding::subject)
        .returns("User:gate may not Write topic floodwall.admitted", Finding::is)
        .returns("floodwall topics acls --role gate --apply --bootstrap kafka:9092", Finding::fix);
  }

  @Test
  void whoMayNotLookIsToldSo() {
    Examined agent = as(Role.AGENT);
    try {
      assertThat(agent.ills())
          .filteredOn(ill -> ill.subject().equals("this user"))
          .extracting(Finding::check)
          .containsExactly("topics", "copies", "clock", "access", "applications");
      assertThat(agent.ills()).noneMatch(ill -> ill.severity() == Severity.PROBLEM);
    } finally {
      agent.wall().close();
    }
  }

  private Examined as(Role role) {
    Wall wall = Wall.connect(secured.as(role), "floodwall.", 15_000);
    return new Examined(wall, Optional.empty(), InstantSource.system());
  }

  private List<Finding> await(int count) {
    var last = new ArrayList<Finding>();
    Awaitility.await()
        .until(
            () -> {
              last.clear();
              last.addAll(examined.newIlls(before));
              return last.size() == count;
            });
    return last;
  }

  private static AclBinding right(String who, AclOperation operation, String topic) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry(who, "*", operation, AclPermissionType.ALLOW));
  }
}
