package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of the suite's wall, and who may start it again. */
class ChildTest {
  private static final List<String> BROKER_WITHOUT_A_FILE = List.of("broker", "nowhere");

  @TempDir private Path folder;

  @Test
  void whatWasKilledStartsAgainAndWhatWasEndedDoesNot() throws Exception {
    Child child = Child.start("child", folder.resolve("child.log"), BROKER_WITHOUT_A_FILE);
    child.kill();
    child.startAgain();
    assertThat(child.isAlive()).isTrue();
    child.end();
    child.startAgain();
    assertThat(child.isAlive()).isFalse();
  }
}
