package io.floodwall.app.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.floodwall.app.cli.Json;
import io.floodwall.core.Hash;
import io.floodwall.core.Reason;
import io.floodwall.core.admission.Refusal;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.PublishedHead;
import io.floodwall.schemas.Codecs;
import io.floodwall.tlog.IntentSigner;
import io.floodwall.tlog.SecretKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes on the clients' page are ours, and so are those that its Python writes and reads. */
class ClientsPageTest {
  private static final Path PAGE = Path.of("../docs/clients.md");
  private static final Codecs CODECS = Codecs.pinned();
  private static final HexFormat HEX = HexFormat.of();
  private static final long PYTHON_TIMEOUT_S = 60;

  private static String page = "";

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(PAGE);
  }

  private static String block(String marker) {
    var found =
        Pattern.compile("<!-- " + marker + " -->\n```\\w*\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(found.find()).as(marker).isTrue();
    return found.group(1);
  }

  /** What the page's Python prints, a value a line, after {@code driver}. */
  private List<String> python(String driver) throws IOException, InterruptedException {
    Path script = folder.resolve("snippet.py");
    Files.writeString(
        script, block("python: encode") + "\n" + block("python: decode") + "\n" + driver);
    Path said = folder.resolve("said");
    Process run;
    try {
      run =
          new ProcessBuilder("python3", "-X", "utf8", script.toString())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "there is no python3 to run the page's Python: " + e.getMessage());
      throw e;
    }
    assertThat(run.waitFor(PYTHON_TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).as(Files.readString(said)).isZero();
    return Files.readAllLines(said, StandardCharsets.UTF_8);
  }

  private static Intent full(Action action) {
    return new Intent(
        "acme",
        "agent-a",
        "change-1",
        "ada@example.org",
        action,
        Priority.PAGER,
        BlastRadius.GLOBAL,
        "production",
        "über \uD83D\uDE80 " + "x".repeat(200),
        "trace-9",
        1_767_229_200_000L,
        "sha256:00ff");
  }

  @Test
  void theIntentInHexIsTheOneDescribed() throws Exception {
    byte[] bytes = HEX.parseHex(block("bytes: intent").replaceAll("\\s", ""));
    Intent described =
        Intent.of("agent-b", "7", new Action.Scale("web", 3), Priority.NORMAL, BlastRadius.CELL);
    assertThat(CODECS.intent().decode(bytes)).isEqualTo(described);
    assertThat(CODECS.intent().encode(described)).isEqualTo(bytes);
  }

  @Test
  void thePythonSignsAsWeDo() throws Exception {
    Path pem = folder.resolve("agent.pem");
    byte[] seed = Hash.sha256("golden".getBytes(StandardCharsets.US_ASCII)).toBytes();
    byte[] der = HEX.parseHex("302e020100300506032b657004220420" + HEX.formatHex(seed));
    Files.writeString(
        pem,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getEncoder().encodeToString(der)
            + "\n-----END PRIVATE KEY-----\n");
    List<String> hex =
        python(
            block("python: sign")
                + "\nprint(signature_header(r'"
                + pem
                + "', 'floodwall.intents', 'default', 'agent-b', '7',"
                + " intent('agent-b', '7', scale('web', 3))).hex())");

    Intent intent =
        Intent.of("agent-b", "7", new Action.Scale("web", 3), Priority.NORMAL, BlastRadius.CELL);
    byte[] value = CODECS.intent().encode(intent);
    var ours =
        new IntentSigner(SecretKey.of(seed))
            .sign("floodwall.intents", intent, Hash.sha256(value, 5, value.length - 5));
    assertThat(hex).containsExactly(HEX.formatHex(ours.toBytes()));
  }

  @Test
  void thePythonWritesTheBytesThatWeWrite() throws Exception {
    String more =
        ", tenant='acme', priority='PAGER', blast='GLOBAL', on_behalf_of='ada@example.org',"
            + " environment='production', reasoning='\\u00fcber \\U0001F680 ' + 'x' * 200,"
            + " session='trace-9', deadline_ms=1767229200000, state_digest='sha256:00ff')";
    List<String> hex =
        python(
            String.join(
                "\n",
                "say = lambda i: print(i.hex())",
                "say(intent('agent-b', '7', scale('web', 3)))",
                "say(intent('agent-a', 'change-1', apply('web', 'a: 1\\n')" + more + ")",
                "say(intent('agent-a', 'change-1', scale('web', 4294967295)" + more + ")",
                "say(intent('agent-a', 'change-1', destroy('web')" + more + ")",
                "say(intent('agent-a', 'change-1', invoke('db', 'vacuum')" + more + ")",
                "say(intent('agent-a', 'change-1', invoke('db', 'vacuum',"
                    + " [('a', '1'), ('b', '')])"
                    + more
                    + ")"));
    assertThat(hex)
        .containsExactlyElementsOf(
            List.of(
                    Intent.of(
                        "agent-b",
                        "7",
                        new Action.Scale("web", 3),
                        Priority.NORMAL,
                        BlastRadius.CELL),
                    full(new Action.Apply("web", "a: 1\n")),
                    full(new Action.Scale("web", Action.Scale.MAX_REPLICAS)),
                    full(new Action.Destroy("web")),
                    full(new Action.Invoke("db", "vacuum", List.of())),
                    full(
                        new Action.Invoke(
                            "db",
                            "vacuum",
                            List.of(
                                new Action.Parameter("a", "1"), new Action.Parameter("b", "")))))
                .stream()
                .map(intent -> HEX.formatHex(CODECS.intent().encode(intent)))
                .toList());
  }

  @Test
  void thePythonReadsTheRefusalsAndHeadsThatWeWrite() throws Exception {
    var refusal =
        new Refusal(
            "agent-ä", "7", Reason.RATE_LIMITED, "next", 1_000L, null, 3, 900, 2, 77, -1, 123L);
    var head =
        new PublishedHead(
            "floodwall/2", 2, new Chain.Head(1_000_000, Hash.sha256(new byte[] {1})), -1);
    List<String> read =
        python(
            "import json\n"
                + "print(json.dumps(refusal(bytes.fromhex('%s'))))\n"
                    .formatted(HEX.formatHex(CODECS.refusal().encode(refusal)))
                + "print(json.dumps(head(bytes.fromhex('%s'))))\n"
                    .formatted(HEX.formatHex(CODECS.head().encode(head))));
    JsonNode said = Json.parse(read.get(0));
    assertThat(said.get("agent").textValue()).isEqualTo("agent-ä");
    assertThat(said.get("intentId").textValue()).isEqualTo("7");
    assertThat(said.get("reason").textValue()).isEqualTo("RATE_LIMITED");
    assertThat(said.get("retryAfterMs").longValue()).isEqualTo(1_000);
    assertThat(said.get("earlierOffset").isNull()).isTrue();
    assertThat(said.get("sourcePartition").intValue()).isEqualTo(2);
    assertThat(said.get("sourceOffset").longValue()).isEqualTo(77);
    assertThat(said.get("previousOffset").longValue()).isEqualTo(-1);
    assertThat(said.get("refusedAtMs").longValue()).isEqualTo(123);
    assertThat(Json.parse(read.get(1)).toString())
        .isEqualTo(
            "{\"origin\":\"floodwall/2\",\"partition\":2,\"size\":1000000,\"digest\":\"%s\",\"decisionsThrough\":-1}"
                .formatted(head.head().digest().hex()));
  }
}
