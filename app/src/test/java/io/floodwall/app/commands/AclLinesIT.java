package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.floodwall.app.access.Role;
import io.floodwall.app.access.SecuredBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.tools.AclCommand;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code topics acls} prints is run by Kafka's own tool, and comes to what --apply gives. */
class AclLinesIT {
  @TempDir private Path folder;

  @Test
  void kafkasOwnToolGivesTheSameRightsAsApply() throws Exception {
    try (SecuredBroker secured = SecuredBroker.start()) {
      String config = adminFile(secured);
      Admin admin = secured.wall().cluster().admin();
      clear(admin);

      Said printed = Said.by("topics", "acls", "--command-config", config);
      List<String> lines =
          printed.out().lines().filter(line -> line.startsWith("kafka-acls ")).toList();
      for (String line : lines) {
        List<String> words = List.of(line.split(" ", -1));
        AclCommand.main(words.subList(1, words.size()).toArray(String[]::new));
      }
      Said json = Said.by("topics", "acls", "-o", "json", "--command-config", config);
      assertThat(lines).hasSameSizeAs(json.json()).hasSizeGreaterThan(20);
      int count = count(json);
      Awaitility.await().until(() -> rights(admin).size() == count);
      Collection<AclBinding> byTool = rights(admin);

      clear(admin);
      Said applied = Said.by("topics", "acls", "--apply", "--command-config", config);
      assertThat(applied).returns(0, Said::exit).returns("", Said::err);
      assertThat(applied.out().strip()).isEqualTo(count + " rights are given");
      Awaitility.await().until(() -> rights(admin).size() == count);
      assertThat(rights(admin)).containsExactlyInAnyOrderElementsOf(byTool);
    }
  }

  @Test
  void onlyTheAdministratorMayApply() throws Exception {
    try (SecuredBroker secured = SecuredBroker.start()) {
      String operator = secured.security().credentials().file(Role.OPERATOR).toString();
      assertThat(Said.by("topics", "acls", "--apply", "--command-config", operator))
          .returns(1, Said::exit)
          .returns("", Said::out)
          .extracting(Said::err)
          .asString()
          .contains("lacks a right", "docs/access.md")
          .hasLineCount(1);
    }
  }

  /** A right for each name and operation, but for those that two grants have in common. */
  private static int count(Said json) throws Exception {
    var rights = new ArrayList<String>();
    for (var grant : json.json()) {
      grant
          .get("names")
          .forEach(
              name ->
                  grant
                      .get("operations")
                      .forEach(
                          operation ->
                              rights.add(
                                  String.join(
                                      " ",
                                      grant.get("principal").asText(),
                                      grant.get("resource").asText(),
                                      grant.get("pattern").asText(),
                                      name.asText(),
                                      operation.asText()))));
    }
    return (int) rights.stream().distinct().count();
  }

  private String adminFile(SecuredBroker secured) throws Exception {
    var text = new StringBuilder();
    secured
        .broker()
        .adminProperties()
        .forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return Files.writeString(folder.resolve("admin.properties"), text).toString();
  }

  private static void clear(Admin admin) throws Exception {
    admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    Awaitility.await().until(() -> rights(admin).isEmpty());
  }

  private static Collection<AclBinding> rights(Admin admin) throws Exception {
    return admin.describeAcls(AclBindingFilter.ANY).values().get();
  }
}
