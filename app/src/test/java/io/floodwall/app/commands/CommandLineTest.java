package io.floodwall.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.Floodwall;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.SignerKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the command answers before it ever reaches a broker. */
class CommandLineTest {
  private static final Duration CLOSING = Duration.ofSeconds(6);

  /** A witness that is not there. */
  private static final String WITNESS = witness();

  @TempDir private Path folder;

  /** Every command that talks to Kafka, with what it cannot do without. */
  static Stream<List<String>> clients() {
    return Stream.of(
        List.of("topics", "create"),
        List.of("topics", "list"),
        List.of("topics", "check"),
        List.of("topics", "acls", "--apply"),
        List.of("doctor"),
        List.of("submit", "--agent", "a", "--action", "destroy", "--resource", "web"),
        List.of("policy", "show"),
        List.of("console", "intents"),
        List.of("valve", "close", "--reason", "r"),
        List.of("valve", "open", "--reason", "r"),
        List.of("jail", "a", "--reason", "r"),
        List.of("release", "a", "--reason", "r"),
        List.of("get", "intents"),
        List.of("why", "a/1"),
        List.of("agents", "key", "list"),
        List.of("watch"),
        List.of("receipt", "a/1"),
        List.of("witness", "feed", "--once", "--witness", "http://127.0.0.1:1=" + WITNESS),
        List.of("deploy", "--unknown"),
        List.of("deploy", "--resolve", "a/1=applied", "--evidence", "e"));
  }

  private static String witness() {
    try {
      return SignerKey.generate("w", new SecureRandom()).cosigner().toString();
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }

  private static Said said(List<String> command, String... more) {
    return Said.by(Stream.concat(command.stream(), Arrays.stream(more)).toArray(String[]::new));
  }

  @Nested
  class Help {
    static Stream<CommandLine> commands() {
      return below(Floodwall.commandLine());
    }

    private static Stream<CommandLine> below(CommandLine command) {
      return Stream.concat(
          Stream.of(command), command.getSubcommands().values().stream().flatMap(Help::below));
    }

    private static String[] askingFor(CommandLine command) {
      var words = new ArrayList<>(List.of(command.getCommandSpec().qualifiedName().split(" ")));
      words.remove(0);
      words.add("--help");
      return words.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysWhatItDoesAndWhatItsOptionsMean(CommandLine command) {
      Said said = Said.by(askingFor(command));
      assertThat(said.exit()).isZero();
      assertThat(said.err()).isEmpty();
      assertThat(said.out()).contains("Usage: " + command.getCommandSpec().qualifiedName());
      assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
      for (OptionSpec option : command.getCommandSpec().options()) {
        assertThat(option.description()).as(option.longestName()).isNotEmpty().doesNotContain("");
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "demo",
          "up",
          "run",
          "topics",
          "doctor",
          "submit",
          "policy",
          "valve",
          "jail",
          "release",
          "get",
          "why",
          "watch",
          "deploy",
          "ledger",
          "witness",
          "simulate",
          "chaos"
        })
    void everyCommandWithWorkToDoShowsExamples(String command) {
      assertThat(Said.by(command, "--help").out())
          .containsPattern("Examples?:")
          .contains("  floodwall " + command);
    }

    /** Those that start a broker of their own, and those that need none. */
    private static final Set<String> WITHOUT_KAFKA =
        Set.of(
            "floodwall demo",
            "floodwall up",
            "floodwall simulate",
            "floodwall bench",
            "floodwall hammer",
            "floodwall agents key new",
            "floodwall keys new",
            "floodwall keys show",
            "floodwall receipt verify",
            "floodwall verify",
            "floodwall chaos check",
            "floodwall policy check",
            "floodwall version",
            "floodwall generate-completion");

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandThatTalksToKafkaTakesACommandConfig(CommandLine command) {
      String name = command.getCommandSpec().qualifiedName();
      if (command.getSubcommands().isEmpty()
          && !WITHOUT_KAFKA.contains(name)
          && !name.endsWith(" help")) {
        assertThat(Said.by(askingFor(command)).out()).contains("--command-config", "--bootstrap");
      }
    }

    @Test
    void theExitCodesAreListed() {
      assertThat(Said.by("--help").out().replaceAll("\\s+", " "))
          .contains("0 ok, 1 error, 2 usage, 3 rejected or refused, 4 pending, 5 tamper found");
    }

    @Test
    void noColourCodesArePrintedWhereNobodyWatches() {
      assertThat(Said.by("submit", "--help").out()).doesNotContain("\u001b");
    }

    @Test
    void aCompletionScriptIsThere() {
      assertThat(Said.by("generate-completion")).returns(0, Said::exit);
      assertThat(Said.by("generate-completion").out()).contains("complete", "floodwall", "valve");
    }
  }

  @Nested
  class WrongUse {
    static Stream<Arguments> uses() {
      return Stream.of(
          arguments(List.of(), "a command is missing"),
          arguments(List.of("deplore"), "deplore"),
          arguments(List.of("deploy"), "give one of --exec CMD, --unknown and --resolve"),
          arguments(List.of("deploy", "--unknown", "--exec", "true"), "give one of --exec CMD"),
          arguments(List.of("deploy", "--exec"), "--exec"),
          arguments(List.of("deploy", "--exec", ""), "--exec needs a command"),
          arguments(
              List.of("deploy", "--exec", "no-such-program"),
              "there is no program 'no-such-program' on the PATH"),
          arguments(List.of("deploy", "--exec", "./none"), "there is no program './none' that may"),
          arguments(
              List.of("deploy", "--concurrency", "0", "--exec", "true"),
              "--concurrency must be 1 to 256"),
          arguments(
              List.of("deploy", "--per-resource", "5", "--exec", "true"),
              "--per-resource must be 1 to 4"),
          arguments(
              List.of("deploy", "--exec-timeout", "0", "--exec", "true"),
              "--exec-timeout must be 1 to 86400"),
          arguments(List.of("deploy", "--max", "0", "--exec", "true"), "--max must be 1 or more"),
          arguments(
              List.of("deploy", "--name", " a", "--exec", "true"), "--name must be 1-200 bytes"),
          arguments(List.of("deploy", "--resolve", "a/1"), "AGENT/ID=applied or AGENT/ID=failed"),
          arguments(List.of("deploy", "--resolve", "a/1=lost"), "AGENT/ID=applied or"),
          arguments(List.of("deploy", "--resolve", "a/1=applied"), "--resolve needs --evidence"),
          arguments(List.of("witness"), "a witness needs --key FILE"),
          arguments(
              List.of("witness", "--key", "k", "--state", "s", "--log", "name"),
              "--log: a verifier key looks like"),
          arguments(List.of("witness", "feed"), "--witness"),
          arguments(List.of("witness", "feed", "--witness", "w"), "--witness: it must be URL=VKEY"),
          arguments(
              List.of("witness", "feed", "--witness", "http://h=key"),
              "--witness: a verifier key looks like"),
          arguments(
              List.of("witness", "feed", "--witness", "u=k", "--interval", "0"),
              "--interval must be 1 to 3600"),
          arguments(List.of("topics"), "Missing required subcommand"),
          arguments(List.of("policy"), "Missing required subcommand"),
          arguments(List.of("valve"), "Missing required subcommand"),
          arguments(List.of("ledger"), "Missing required subcommand"),
          arguments(List.of("valve", "shut"), "shut"),
          arguments(List.of("--verbose"), "--verbose"),
          arguments(List.of("topics", "list", "--colour"), "--colour"),
          arguments(List.of("topics", "list", "-o", "xml"), "xml"),
          arguments(List.of("topics", "list", "--timeout", "soon"), "soon"),
          arguments(List.of("topics", "list", "--timeout", "0"), "--timeout must be 1 to 86400"),
          arguments(
              List.of("topics", "create", "--partitions", "0"), "--partitions must be 1 to 10000"),
          arguments(List.of("up", "--partitions", "0"), "--partitions must be 1 to 1024"),
          arguments(List.of("chaos", "--kills", "-1"), "--kills must be 0 to 1000000"),
          arguments(List.of("chaos", "--records", "0"), "--records must be 1 to 1000000000"),
          arguments(List.of("chaos", "--rate", "0"), "--rate must be 1 to 1000000000"),
          arguments(List.of("chaos", "--faults", "kill,flood"), "flood"),
          arguments(
              List.of("chaos", "--faults", "broker"),
              "--faults broker takes 3 brokers; add --brokers 3"),
          arguments(List.of("chaos", "--for", "soon"), "--for: not a duration: 'soon'"),
          arguments(List.of("chaos", "--data", "src"), "--data src: the folder is not empty"),
          arguments(List.of("chaos", "check", "none.jsonl"), "none.jsonl: no such file"),
          arguments(List.of("up", "--port", "65536"), "--port must be 0 to 65535"),
          arguments(List.of("valve", "close"), "--reason"),
          arguments(List.of("valve", "close", "--reason", " "), "--reason must have"),
          arguments(
              List.of("valve", "close", "--reason", "x".repeat(501)),
              "--reason must have 1 to 500 bytes"),
          arguments(
              List.of("valve", "close", "--reason", "r", "--for", "soon"),
              "--for: not a duration: 'soon'"),
          arguments(List.of("valve", "close", "--reason", "r", "--who", ""), "--who must be"),
          arguments(List.of("jail", "--reason", "r"), "AGENT"),
          arguments(List.of("jail", "a", "b", "--reason", "r"), "b"),
          arguments(List.of("jail", "", "--reason", "r"), "AGENT must be 1-200 bytes"),
          arguments(List.of("jail", "agent-a ", "--reason", "r"), "AGENT must be"),
          arguments(List.of("release", "x".repeat(201), "--reason", "r"), "AGENT must be"),
          arguments(List.of("policy", "check"), "FILE"),
          arguments(List.of("submit", "--agent", "a", "--agent", "b"), "--agent"),
          arguments(List.of("submit", "--agent", "a"), "flags: action: is missing"),
          arguments(List.of("submit", "--resource", "web"), "flags: action: is missing"),
          arguments(
              List.of("submit", "--action", "scale", "--resource", "web", "--replicas", "many"),
              "many"),
          arguments(
              List.of("submit", "-f", "intent.yaml", "--agent", "a"),
              "-f FILE or from flags, not from both"),
          arguments(List.of("watch", "--interval", "0"), "--interval must be 1 to 3600"),
          arguments(List.of("watch", "--top", "0"), "--top must be 1 to 1000"),
          arguments(List.of("watch", "--count", "0"), "--count must be 1 or more"),
          arguments(List.of("why"), "give AGENT/ID, or --agent and --id"),
          arguments(List.of("why", "deployer"), "'deployer' is not AGENT/ID"),
          arguments(List.of("why", "/"), "'/' is not AGENT/ID"),
          arguments(List.of("why", "--agent", "a"), "give AGENT/ID, or --agent and --id"),
          arguments(List.of("why", "a/1", "--id", "1"), "AGENT/ID or --agent and --id, not both"),
          arguments(List.of("why", "a".repeat(3) + "/".repeat(40) + "1"), "is not AGENT/ID"),
          arguments(List.of("get"), "KIND"),
          arguments(List.of("get", "everything"), "everything"),
          arguments(List.of("get", "intents", "-o", "xml"), "xml"),
          arguments(List.of("get", "intents", "--limit", "0"), "--limit must be 1 to 100000"),
          arguments(List.of("get", "intents", "--since", "soon"), "got 'soon'"),
          arguments(List.of("get", "intents", "--since", "2026-11-03"), "RFC 3339"),
          arguments(List.of("get", "intents", "--verdict", "maybe"), "maybe"),
          arguments(List.of("get", "heads", "--verdict", "admitted"), "--verdict is for intents"),
          arguments(List.of("get", "heads", "--agent", "a"), "--since and --agent are for"),
          arguments(List.of("get", "intents", "--agent", " a"), "--agent must be 1-200 bytes"),
          arguments(List.of("run", "everything"), "no application is called 'everything'"));
    }

    @ParameterizedTest
    @MethodSource("uses")
    void isToldOnStderrWithExitCode2(List<String> command, String problem) {
      Said said = said(command);
      assertThat(said.exit()).isEqualTo(2);
      assertThat(said.out()).isEmpty();
      assertThat(said.err()).contains(problem).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", ".", "no-dot", "two..", "sp ace.", "slash/.", "caf\u00e9.", "\u001b[2J."})
    void ofAPrefixIsToldBeforeAnyBrokerIsAsked(String prefix) {
      clients()
          .forEach(
              command -> {
                Said said = said(command, "--prefix", prefix, "--bootstrap", "127.0.0.1:1");
                assertThat(said.exit()).isEqualTo(2);
                assertThat(said.err())
                    .contains("--prefix: topic prefix")
                    .doesNotContain("\u001b")
                    .hasLineCount(1);
              });
    }
  }

  @Nested
  class Kafka {
    static Stream<List<String>> clients() {
      return CommandLineTest.clients();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void thatDoesNotAnswerIsToldWithinTheTimeout(List<String> command) throws IOException {
      String address;
      try (var socket = new ServerSocket(0)) {
        address = "127.0.0.1:" + socket.getLocalPort();
      }
      long start = System.nanoTime();
      Said said = said(command, "--bootstrap", address, "--timeout", "1");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CLOSING.plusSeconds(1));
      assertThat(said.exit()).isEqualTo(1);
      assertThat(said.out()).isEmpty();
      assertThat(said.err())
          .contains(
              "KAFKA_UNREACHABLE: no Kafka broker answers at " + address + "; check the address")
          .hasLineCount(1);
    }

    @Test
    void atAnAddressThatIsNoneIsToldWithTheReason() {
      assertThat(Said.by("topics", "list", "--bootstrap", "nonsense"))
          .returns(1, Said::exit)
          .extracting(Said::err)
          .asString()
          .contains(
              "no Kafka broker answers at nonsense (Invalid url in bootstrap.servers: nonsense)")
          .hasLineCount(1);
    }

    @Test
    void mayBeNamedInTheCommandConfigAndTheOptionGoesBefore() throws IOException {
      Path config =
          Files.writeString(folder.resolve("client.properties"), "bootstrap.servers=127.0.0.1:2\n");
      String file = config.toString();
      assertThat(Said.by("topics", "list", "--command-config", file, "--timeout", "1").err())
          .contains("no Kafka broker answers at 127.0.0.1:2;");
      assertThat(
              Said.by(
                      "topics",
                      "list",
                      "--command-config",
                      file,
                      "--timeout",
                      "1",
                      "--bootstrap",
                      "127.0.0.1:3")
                  .err())
          .contains("no Kafka broker answers at 127.0.0.1:3;");
    }

    @Test
    void isNotAskedWhenTheCommandConfigCannotBeRead() throws IOException {
      for (Path file :
          List.of(
              folder.resolve("missing"),
              folder,
              Files.write(folder.resolve("bad"), new byte[] {(byte) 0xff}))) {
        assertThat(Said.by("topics", "list", "--command-config", file.toString()))
            .returns(2, Said::exit)
            .extracting(Said::err)
            .asString()
            .contains("cannot read --command-config " + file)
            .hasLineCount(1);
      }
    }

    @Test
    void refusesAPropertyThatIsWrongWithTheReason() throws IOException {
      Path config =
          Files.writeString(folder.resolve("client.properties"), "security.protocol=QUIET\n");
      assertThat(Said.by("topics", "list", "--command-config", config.toString()))
          .returns(1, Said::exit)
          .extracting(Said::err)
          .asString()
          .contains("QUIET")
          .hasLineCount(1);
    }
  }

  @Nested
  class Run {
    /**
     * {@code run} leaves its talk to the application's own main, which writes to the process's
     * stderr.
     */
    private static Said running(String... args) {
      PrintStream before = System.err;
      var err = new ByteArrayOutputStream();
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      try {
        Said said = Said.by(args);
        return new Said(said.exit(), said.out(), said.err() + err.toString(StandardCharsets.UTF_8));
      } finally {
        System.setErr(before);
      }
    }

    @Test
    void withoutAnAddressIsAWrongUse() {
      assertThat(running("run", "gate"))
          .returns(2, Said::exit)
          .extracting(Said::err)
          .asString()
          .contains("bootstrap.servers is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admission", "gate", "ledger", "all"})
    void refusesAKeyThatNobodyKnows(String app) {
      assertThat(
              running("run", app, "--bootstrap", "127.0.0.1:1", "--set", "floodwall.rate.brust=8"))
          .returns(2, Said::exit)
          .extracting(Said::err)
          .asString()
          .contains("unknown configuration [floodwall.rate.brust]");
    }

    @Test
    void refusesAKeyThatOnlyAnotherApplicationKnows() {
      assertThat(
              running(
                  "run", "gate", "--bootstrap", "127.0.0.1:1", "--set", "floodwall.rate.burst=8"))
          .returns(2, Said::exit)
          .extracting(Said::err)
          .asString()
          .contains("floodwall.rate.burst");
    }

    @Test
    void refusesWhatThePromisesRestOn() {
      assertThat(
              running(
                  "run",
                  "all",
                  "--bootstrap",
                  "127.0.0.1:1",
                  "--set",
                  "processing.guarantee=at_least_once"))
          .returns(2, Said::exit)
          .extracting(Said::err)
          .asString()
          .contains("processing.guarantee is set by floodwall");
    }

    @Test
    void againstNoBrokerFailsWithinTheStartTimeout() {
      String state = folder.resolve("state").toString();
      Said said =
          running(
              "run",
              "all",
              "--bootstrap",
              "127.0.0.1:1",
              "--set",
              "floodwall.start.timeout.ms=1000",
              "--set",
              "floodwall.state.dir=" + state);
      assertThat(said.exit()).isEqualTo(1);
      assertThat(said.err()).contains("KAFKA_UNREACHABLE: no Kafka broker answers at 127.0.0.1:1");
    }

    @Test
    void refusesAConfigFileThatIsNotThere() {
      assertThat(
              running(
                  "run",
                  "gate",
                  "--bootstrap",
                  "127.0.0.1:1",
                  "--config",
                  folder.resolve("missing").toString()))
          .returns(2, Said::exit)
          .extracting(Said::err)
          .asString()
          .contains("cannot read ");
    }
  }

  @Test
  void versionNamesFloodwallKafkaAndJava() throws Exception {
    assertThat(Said.by("version").out())
        .matches("floodwall \\S+ \\(Kafka \\d+\\.\\d+\\.\\d+, Java \\S+\\)\\R");
    assertThat(Said.by("--version").out()).isEqualTo(Said.by("version").out());
    JsonNode json = Said.by("version", "-o", "JSON").json().get(0);
    assertThat(json.fieldNames()).toIterable().containsExactly("floodwall", "kafka", "java");
  }
}
