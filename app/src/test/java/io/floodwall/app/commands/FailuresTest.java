package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.cli.Failures;
import io.floodwall.runtime.StartException;
import io.floodwall.runtime.StartException.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
  @Command(name = "fail")
  private record Failing(Exception with) implements java.util.concurrent.Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw with;
    }
  }

  private static Said said(Exception failure) {
    var err = new StringWriter();
    var out = new StringWriter();
    int exit =
        new CommandLine(new Failing(failure))
            .setExecutionExceptionHandler(new Failures())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute();
    return new Said(exit, out.toString(), err.toString());
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(CommandException.usage("so not"), ExitCode.USAGE, "fail: so not"),
        arguments(new CommandException(ExitCode.TAMPER, "found"), ExitCode.TAMPER, "fail: found"),
        arguments(new CommandException(ExitCode.PENDING, "later"), ExitCode.PENDING, "fail: later"),
        arguments(
            new StartException(Problem.OFFSETS_LOST, "gone"),
            ExitCode.ERROR,
            "fail: OFFSETS_LOST: gone"),
        arguments(new ConfigException("unknown key"), ExitCode.USAGE, "fail: unknown key"),
        arguments(
            new TimeoutException("30000 ms"),
            ExitCode.ERROR,
            "did not answer in time (30000 ms); check --bootstrap"),
        arguments(
            new UnknownTopicOrPartitionException("x"),
            ExitCode.ERROR,
            "a topic is missing (x); create them with: floodwall topics create"),
        arguments(
            new TopicAuthorizationException("no"), ExitCode.ERROR, "the principal lacks a right"),
        arguments(new KafkaException("odd"), ExitCode.ERROR, "fail: Kafka: odd"),
        arguments(new IOException("disk"), ExitCode.ERROR, "fail: IOException: disk"),
        arguments(new IllegalStateException(), ExitCode.ERROR, "fail: IllegalStateException"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsOneLineOnStderrAndAnExitCode(Exception failure, int exit, String line) {
    Said said = said(failure);
    assertThat(said.exit()).isEqualTo(exit);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains(line).hasLineCount(1).doesNotContain("\tat ");
  }

  @Test
  void whatComesFromOutsideCannotMoveTheCursor() {
    Said said =
        said(
            new CommandException(ExitCode.ERROR, "agent '\u001b[2J\u001b]52;c;x\u0007\n\n\u202e'"));
    assertThat(said.err())
        .isEqualTo(
            "fail: agent '\\u{1b}[2J\\u{1b}]52;c;x\\u{7}\\u{a}\\u{a}\\u{202e}'"
                + System.lineSeparator());
  }
}
