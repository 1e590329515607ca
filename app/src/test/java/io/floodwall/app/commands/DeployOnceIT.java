package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy --once}, in a plain group and in a share group, against a real wall. */
@Timeout(180)
class DeployOnceIT {
  private static final int COUNT = 20;

  private RunningWall wall;

  @TempDir private Path folder;
  @TempDir private Path pins;

  @BeforeEach
  void raiseAWall() {
    wall = RunningWall.start(Map.of());
  }

  @AfterEach
  void takeItDown() {
    wall.close();
  }

  private void admit(String agent, int count) {
    var lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(
          "{\"agent\":\"%s-%d\",\"id\":\"1\",\"action\":\"scale\",\"resource\":\"web\",\"replicas\":%d}%n"
              .formatted(agent, i, i));
    }
    assertThat(wall.typeWith(lines.toString(), "submit", "--wait").exit()).isZero();
  }

  private Said once(String script, String... options) {
    var words = new ArrayList<>(List.of("deploy", "--once"));
    words.addAll(List.of("--bootstrap", wall.local().bootstrapServers()));
    words.addAll(List.of("--vkey", wall.vkey()));
    words.addAll(List.of("--pin", pins.resolve(String.join("-", options)).toString()));
    words.addAll(Arrays.asList(options));
    words.addAll(List.of("--exec", "sh", "-c", script));
    return Said.by(words.toArray(String[]::new));
  }

  private long done() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void whatIsToBeDoneIsDoneAndThenItEnds() throws Exception {
    String touch = "mktemp -p " + folder + " >&2";
    assertThat(once(touch, "--name", "d"))
        .returns(0, Said::exit)
        .returns("", Said::out)
        .satisfies(said -> assertThat(said.err()).contains("deploy: 0 to be done now"));
    admit("early", COUNT);
    Said first = once(touch, "--name", "d");
    assertThat(first.err()).contains("deploy: 20 to be done now, then it ends");
    assertThat(first.out()).hasLineCount(COUNT);
    assertThat(first.exit()).isZero();
    assertThat(done()).isEqualTo(COUNT);

    admit("late", 3);
    Said second = once("exit 7", "--name", "d");
    assertThat(second.out()).hasLineCount(3).contains("failed   late-");
    assertThat(second.exit()).isEqualTo(1);
    assertThat(once(touch, "--name", "d")).returns(0, Said::exit).returns("", Said::out);
    assertThat(done()).isEqualTo(COUNT);
  }

  @Test
  void aShareGroupDoesEachOnceAndEveryMemberEndsWhenAllIsDone() throws Exception {
    admit("shared", COUNT);
    String touch = "sleep 0.1; mktemp -p " + folder + " >&2";
    List<CompletableFuture<Said>> members =
        Stream.of("d1", "d2", "d3")
            .map(
                name ->
                    CompletableFuture.supplyAsync(
                        () -> once(touch, "--share", "--name", name, "--per-resource", "4")))
            .toList();
    List<Said> said = members.stream().map(CompletableFuture::join).toList();
    assertThat(said).allMatch(one -> one.exit() == 0);
    assertThat(said.stream().mapToLong(one -> one.out().lines().count()).sum()).isEqualTo(COUNT);
    assertThat(done()).isEqualTo(COUNT);
    assertThat(once(touch, "--share", "--name", "d4").err()).contains("0 to be done now");
  }
}
