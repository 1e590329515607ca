package io.floodwall.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.wall.LocalWall;
import io.floodwall.schemas.TopicSpec;
import io.floodwall.schemas.Topics;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  private final Access access = Access.of("wall.", LocalWall.APPS);

  @Test
  void everyTopicIsWrittenBySomebody() {
    for (TopicSpec topic : new Topics("wall.").all()) {
      assertThat(Role.values()).as(topic.role()).anyMatch(role -> role.writes(topic));
    }
  }

  @Test
  void nobodyMayDeleteOrAlterAnything() {
    assertThat(access.grants())
        .flatExtracting(Grant::operations)
        .doesNotContain(
            AclOperation.ALL,
            AclOperation.ANY,
            AclOperation.DELETE,
            AclOperation.ALTER,
            AclOperation.ALTER_CONFIGS,
            AclOperation.CLUSTER_ACTION);
  }

  @Test
  void onlyTheApplicationsCreateAndOnlyTheirChangelogs() {
    assertThat(access.grants())
        .filteredOn(grant -> grant.operations().contains(AclOperation.CREATE))
        .allSatisfy(
            grant -> {
              assertThat(grant.role().isApplication()).isTrue();
              assertThat(grant.pattern()).isEqualTo(PatternType.PREFIXED);
              assertThat(grant.names()).containsExactly("wall." + grant.role().title() + "-");
            });
  }

  @Test
  void noGrantReachesBeyondTheWall() {
    assertThat(access.grants())
        .filteredOn(grant -> grant.resource() != ResourceType.CLUSTER)
        .flatExtracting(Grant::names)
        .allMatch(name -> name.startsWith("wall."));
  }

  @Test
  void noTopicOfTheWallIsUnderAPrefixThatSomebodyMayWrite() {
    List<String> prefixes =
        access.grants().stream()
            .filter(grant -> grant.resource() == ResourceType.TOPIC)
            .filter(grant -> grant.pattern() == PatternType.PREFIXED)
            .filter(grant -> grant.operations().contains(AclOperation.WRITE))
            .flatMap(grant -> grant.names().stream())
            .toList();
    assertThat(prefixes).hasSize(3);
    for (TopicSpec topic : new Topics("wall.").all()) {
      assertThat(prefixes).noneMatch(topic.name()::startsWith);
    }
  }

  @Test
  void theApplicationsReadTheirSourcesAndNothingElse() {
    for (var app : LocalWall.APPS) {
      assertThat(access.of(Role.of(app.name()).orElseThrow()))
          .filteredOn(grant -> grant.operations().contains(AclOperation.READ))
          .filteredOn(grant -> grant.pattern() == PatternType.LITERAL)
          .filteredOn(grant -> grant.resource() == ResourceType.TOPIC)
          .flatExtracting(Grant::names)
          .containsExactlyInAnyOrderElementsOf(app.sources(new Topics("wall.")));
    }
  }

  @Test
  void aRoleMayHaveSeveralPrincipalsAndAnUnnamedOneHasItsOwnName() {
    var principals = Principals.of(List.of("agent=User:a", "agent=User:b"));
    assertThat(principals.of(Role.AGENT)).containsExactly("User:a", "User:b");
    assertThat(principals.of(Role.GATE)).containsExactly("User:gate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"agent", "nobody=User:a", "agent=a", "agent=User:*", "agent=User:\u202ea", "=:"})
  void aPrincipalThatIsNoneOrEverybodyIsRefused(String mapping) {
    assertThatThrownBy(() -> Principals.of(List.of(mapping)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("--principal '")
        .hasMessageNotContaining("\u202e")
        .returns(2, refused -> ((CommandException) refused).exitCode());
  }

  @Test
  void aWordThatAShellWouldReadOtherwiseIsQuoted() {
    assertThat(AclLine.shell(List.of("kafka-acls", "User:o'neil $HOME", "User:CN=x,O=y")))
        .isEqualTo("kafka-acls 'User:o'\\''neil $HOME' User:CN=x,O=y");
    assertThat(AclLine.shell(Stream.of("", "*").toList())).isEqualTo("'' '*'");
  }
}
