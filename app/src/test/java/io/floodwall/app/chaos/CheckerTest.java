package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.floodwall.app.chaos.Tally.Fault;
import io.floodwall.app.chaos.Tally.Verdict;
import io.floodwall.app.cli.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A history written by hand is sound, and each thing that can go wrong in it is found and named.
 */
class CheckerTest {
  @TempDir private Path folder;

  @Test
  void aSoundHistoryIsExact() throws IOException {
    Tally tally = check(sound());
    assertThat(tally.examples()).isEmpty();
    assertThat(tally.isSound()).isTrue();
    assertThat(Json.line(tally.json()))
        .isEqualTo(
            "{\"verdict\":\"EXACT\",\"kills\":2,\"pauses\":0,\"cuts\":0,\"records\":4,"
                + "\"acked\":3,\"decided\":3,\"refused\":1,\"pending\":0,\"rolled_back\":7,\"lost\":0,"
                + "\"duplicated\":0,\"torn\":0,\"forked\":0,\"wrong\":0,\"unrecovered\":0,\"ended_by_themselves\":0,"
                + "\"struck_together\":0,\"unfinished_min\":2,\"recovery_p50_seconds\":1.5,"
                + "\"recovery_p95_seconds\":2.5,\"recovery_max_seconds\":2.5}");
    assertThat(tally.line())
        .isEqualTo(
            "EXACT kills=2 pauses=0 cuts=0 records=4 acked=3 lost=0 dup=0 torn=0 forks=0"
                + " wrong=0 pending=0 recovery p50/p95/max=1.5/2.5/2.5 s");
  }

  static Stream<Arguments> damage() {
    return Stream.of(
        // an acknowledged intent that is gone takes its answer's reason to be with it
        arguments("\"op\":\"intent\".*\"id\":\"a/1\".*", "", Fault.LOST, Verdict.LESS),
        arguments("\"op\":\"answer\".*\"id\":\"a/2\".*", "", Fault.LOST, Verdict.LESS),
        arguments(
            "\"source\":1,\"previous\":0",
            "\"source\":1,\"previous\":-1",
            Fault.LOST,
            Verdict.LESS),
        arguments(
            "(\\{\"op\":\"answer\".*\"id\":\"a/2\".*)", "$1\n$1", Fault.DUPLICATED, Verdict.MORE),
        arguments(
            "(\"offset\":)3(,\"appendMs\":102.*)",
            "$13$2\n"
                + "{\"op\":\"intent\",\"type\":\"ok\",\"id\":\"b/0\",\"agent\":\"b\",\"partition\":0,\"offset\":4,\"appendMs\":102}",
            Fault.DUPLICATED,
            Verdict.MORE),
        arguments(
            "(\\{\"op\":\"answer\".*)\"source\":1(.*)",
            "$1\"source\":1$2\n$1\"source\":1$2",
            Fault.DUPLICATED,
            Verdict.MORE),
        arguments(
            "\"decision\":1,\"payload\":\"p1\"\\}\n(\\{\"op\":\"entry\".*\"seq\":4)",
            "\"decision\":0,\"payload\":\"p0\"}\n$1",
            Fault.DUPLICATED,
            Verdict.LESS),
        arguments("(\"seq\":3.*\"payload\":)\"p1\"", "$1\"other\"", Fault.TORN, Verdict.LESS),
        arguments("\"RATE_LIMITED\":\\[2\\]", "\"RATE_LIMITED\":[]", Fault.TORN, Verdict.LESS),
        arguments("\"RATE_LIMITED\":\\[2\\]", "\"RATE_LIMITED\":[2,9]", Fault.TORN, Verdict.MORE),
        arguments("(\"size\":)5(.*)d4", "$16$2d5", Fault.TORN, Verdict.MORE),
        arguments("(\"size\":)5(.*)d4", "$14$2d3", Fault.TORN, Verdict.LESS),
        arguments("(\"size\":5.*)d4", "$1dX", Fault.TORN, Verdict.MORE),
        arguments("\"through\":2", "\"through\":1", Fault.TORN, Verdict.LESS),
        arguments("\\{\"op\":\"entry\".*\"seq\":2.*", "", Fault.FORKED, Verdict.LESS),
        arguments("(\\{\"op\":\"entry\".*\"seq\":0.*)", "$1\n$1", Fault.FORKED, Verdict.MORE),
        arguments("\"prev\":\"d2\"", "\"prev\":\"d1\"", Fault.FORKED, Verdict.LESS),
        arguments("(\\{\"op\":\"head\".*\"size\":3.*)\n(.*)", "$2\n$1", Fault.FORKED, Verdict.LESS),
        arguments(
            "\\{\"op\":\"note\".*",
            "{\"op\":\"finding\",\"type\":\"ok\",\"id\":\"x\",\"why\":\"digest\"}",
            Fault.FORKED,
            Verdict.MORE),
        arguments("\"verdict\":\"reject\"", "\"verdict\":\"admit\"", Fault.WRONG, Verdict.LESS),
        arguments("\"expected\":\"defer\"", "\"expected\":\"refuse\"", Fault.WRONG, Verdict.MORE),
        arguments("\"ackedMs\":101", "\"ackedMs\":-5000", Fault.WRONG, Verdict.MORE),
        arguments("\"sentMs\":99", "\"sentMs\":6000", Fault.WRONG, Verdict.MORE),
        // a token that was not there, and one that was
        arguments("\"burst\":2", "\"burst\":1", Fault.WRONG, Verdict.MORE),
        arguments("\"burst\":2", "\"burst\":3", Fault.WRONG, Verdict.LESS));
  }

  @ParameterizedTest
  @MethodSource("damage")
  void eachKindOfDamageIsFound(String from, String to, Fault fault, Verdict verdict)
      throws IOException {
    String damaged = sound().replaceFirst(from, to);
    assertThat(damaged).isNotEqualTo(sound());
    Tally tally = check(tidy(damaged));
    assertThat(tally.of(fault)).as(tally.examples().toString()).isPositive();
    assertThat(tally.verdict()).as(tally.examples().toString()).isEqualTo(verdict);
    assertThat(tally.isSound()).isFalse();
    assertThat(tally.examples()).isNotEmpty();
  }

  @Test
  void anIntentThatNobodyHasReadYetOrThatWaitsIsPendingAndNotLost() throws IOException {
    String unread =
        sound()
            .replaceFirst("\\{\"op\":\"waiting\".*\n", "")
            .replaceFirst("\\{\"op\":\"answer\".*\"source\":3.*\n", "")
            .replaceFirst("\\{\"op\":\"entry\".*\"seq\":4.*\n", "")
            .replaceFirst("\\{\"op\":\"head\".*\"size\":5.*\n", "")
            .replace(
                "\"size\":3,\"digest\":\"d2\",\"through\":0",
                "\"size\":4,\"digest\":\"d3\",\"through\":1");
    Tally lost = check(unread);
    assertThat(lost.of(Fault.LOST)).isEqualTo(1);
    Tally pending =
        check(
            unread.replace(
                "\"id\":\"intents-0\",\"time\":20,\"partition\":0,\"offset\":4",
                "\"id\":\"intents-0\",\"time\":20,\"partition\":0,\"offset\":3"));
    assertThat(pending.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(pending.pending).isEqualTo(1);
    assertThat(pending.isSound()).isFalse();
  }

  @Test
  void aFaultThatNothingRecoveredFromIsNotSound() throws IOException {
    Tally tally = check(sound().replaceFirst("(\"op\":\"kill\",\"type\":)\"ok\"", "$1\"fail\""));
    assertThat(tally.unrecovered).isEqualTo(1);
    assertThat(tally.isSound()).isFalse();
  }

  @Test
  void whatIsNoEventIsToldWithItsLine() {
    assertThatThrownBy(() -> check(sound() + "{\"op\":\"head\",\"type\":\"ok\"}\n"))
        .hasMessage("line 35: head needs the whole number 'partition'");
    assertThatThrownBy(() -> check("\n")).hasMessageStartingWith("line 1: ");
    assertThatThrownBy(() -> check("[]\n")).hasMessage("line 1: not a JSON object");
    assertThatThrownBy(() -> check("{\"op\":\"x\",\"type\":\"maybe\"}\n"))
        .hasMessage("line 1: type is 'maybe': use invoke, ok, fail or info");
  }

  private static String tidy(String history) {
    return history.replace("{\n", "\n").replaceAll("(?m)^\\{?\\s*\n", "");
  }

  private Tally check(String history) throws IOException {
    return Checker.check(Files.writeString(folder.resolve("history.jsonl"), history));
  }

  private static String sound() throws IOException {
    try (InputStream in = CheckerTest.class.getResourceAsStream("/chaos/sound.jsonl")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
