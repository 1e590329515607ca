package io.floodwall.app.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.app.broker.FolderException;
import io.floodwall.app.cli.CommandException;
import io.floodwall.tlog.AddCheckpoint;
import io.floodwall.tlog.NoteSignature;
import io.floodwall.tlog.SignerKey;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness over HTTP, and what it has on disk. */
class WitnessServerTest {
  private static final SignerKey LOG = TestLog.key("wall");
  private static final SignerKey WITNESS = TestLog.key("witness.example/w1");

  private final TestLog log = TestLog.of(LOG.named("wall/0"), "a", 300);
  private final TestLog fork = TestLog.of(LOG.named("wall/0"), "b", 300);
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private TestWitness witness;

  @BeforeEach
  void start() {
    witness = TestWitness.start(WITNESS, folder.resolve("state"), LOG.verifier());
  }

  @AfterEach
  void stop() {
    witness.close();
  }

  private void restart() {
    witness.close();
    start();
  }

  private WitnessClient.Reply ask(AddCheckpoint request) throws Exception {
    return witness.client().ask(request);
  }

  private HttpResponse<String> send(String method, String path, byte[] body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(witness.url().resolve(path))
            .method(method, BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  private List<Path> remembered() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("state/checkpoints"))) {
      return files.toList();
    }
  }

  @Test
  void aCosignatureVerifiesAndCarriesTheWitnessTime() throws Exception {
    WitnessClient.Reply reply = ask(log.request(0, 7));
    assertThat(reply.status()).isEqualTo(200);
    NoteSignature cosignature = witness.client().cosignature(log.note(7), reply);
    assertThat(cosignature.timeSeconds()).isEqualTo(TestWitness.NOW.getEpochSecond());
    assertThat(witness.said()).contains("200 cosigned wall/0 at size 7");
  }

  @Test
  void eachStatusOfTheProtocolIsAnswered() throws Exception {
    assertThat(ask(log.request(0, 7)).status()).isEqualTo(200);
    assertThat(send("POST", "/add-checkpoint", new byte[] {1}).statusCode()).isEqualTo(400);
    assertThat(ask(TestLog.of(TestLog.key("other/0"), "a", 5).request(0, 5)).status())
        .isEqualTo(404);
    assertThat(ask(TestLog.of(TestLog.key("wall/0"), "a", 9).request(0, 9)).status())
        .isEqualTo(403);
    WitnessClient.Reply conflict = ask(log.request(3, 9));
    assertThat(conflict.status()).isEqualTo(409);
    assertThat(conflict.type()).isEqualTo("text/x.tlog.size");
    assertThat(conflict.body()).isEqualTo("7\n");
    assertThat(ask(new AddCheckpoint(7, List.of(), log.note(9))).status()).isEqualTo(422);
  }

  @Test
  void aBodyOfMoreThan64KibIsRefused() throws Exception {
    assertThat(send("POST", "/add-checkpoint", new byte[AddCheckpoint.BYTES_MAX + 1]).statusCode())
        .isEqualTo(413);
    assertThat(send("POST", "/add-checkpoint", new byte[AddCheckpoint.BYTES_MAX]).statusCode())
        .isEqualTo(400);
  }

  @Test
  void getSaysWhoItIsAndOtherMethodsAreRefused() throws Exception {
    assertThat(send("GET", "/", new byte[0]).body()).contains(WITNESS.cosigner().toString());
    assertThat(send("POST", "/", new byte[0]).statusCode()).isEqualTo(405);
    assertThat(send("GET", "/add-checkpoint", new byte[0]).statusCode()).isEqualTo(405);
    assertThat(send("GET", "/other", new byte[0]).statusCode()).isEqualTo(404);
  }

  @Test
  void aSlowClientDoesNotKeepOthersWaiting() throws Exception {
    try (var slow = new Socket(witness.url().getHost(), witness.url().getPort())) {
      slow.getOutputStream()
          .write("POST /add-checkpoint HTTP/1.1\r\nContent-Length: 9\r\n\r\n".getBytes(UTF_8));
      slow.getOutputStream().flush();
      assertThat(ask(log.request(0, 7)).status()).isEqualTo(200);
    }
  }

  @Test
  void whatItCosignedIsRememberedOverARestart() throws Exception {
    assertThat(ask(log.request(0, 7)).status()).isEqualTo(200);
    restart();
    assertThat(ask(fork.request(0, 300)).body()).isEqualTo("7\n");
    assertThat(ask(fork.request(7, 300)).status()).isEqualTo(422);
    assertThat(ask(log.request(7, 300)).status()).isEqualTo(200);
  }

  @Test
  void evidenceHoldsBothSignedCheckpointsAndOneFileEach() throws Exception {
    assertThat(ask(log.request(0, 20)).status()).isEqualTo(200);
    for (int again = 0; again < 2; again++) {
      assertThat(ask(fork.request(0, 20)).status()).isEqualTo(409);
      assertThat(ask(fork.request(20, 300)).status()).isEqualTo(422);
      assertThat(ask(log.request(0, 12)).status()).isEqualTo(409);
    }
    assertThat(witness.evidence()).hasSize(3).allMatch(text -> text.contains(log.note(20).text()));
    assertThat(witness.evidence().get(0)).contains("\nfork: ", fork.note(20).toString());
    assertThat(witness.evidence().get(1)).contains("\nshrink: ", log.note(12).toString());
    assertThat(witness.evidence().get(2)).contains("\nunproven: ", fork.note(300).toString());
  }

  @Test
  void evidenceOfOneKindIsBoundedAndLeavesRoomForTheOthers() throws Exception {
    assertThat(ask(log.request(0, 299)).status()).isEqualTo(200);
    for (int size = 1; size <= WitnessMemory.EVIDENCE_MAX + 5; size++) {
      ask(new AddCheckpoint(0, List.of(), log.note(size)));
    }
    assertThat(witness.evidence()).hasSize(WitnessMemory.EVIDENCE_MAX);
    ask(fork.request(0, 299));
    assertThat(witness.evidence()).hasSize(WitnessMemory.EVIDENCE_MAX + 1);
  }

  @Test
  void ofTwoHistoriesShownAtOnceOneIsCosigned() throws Exception {
    List<CompletableFuture<Integer>> asked =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            return ask((i % 2 == 0 ? log : fork).request(0, 20)).status() * 2
                                + i % 2;
                          } catch (Exception e) {
                            throw new IllegalStateException(e);
                          }
                        }))
            .toList();
    assertThat(asked.stream().map(CompletableFuture::join).filter(code -> code / 2 == 200))
        .hasSize(1);
    assertThat(remembered()).hasSize(1);
  }

  @Test
  void aMemoryThatIsDamagedStopsTheStart() throws Exception {
    assertThat(ask(log.request(0, 7)).status()).isEqualTo(200);
    witness.close();
    Path file = remembered().get(0);
    String good = Files.readString(file);
    for (String bad : List.of("", good.substring(0, 40), good.replace("\n7\n", "\n6\n"))) {
      Files.writeString(file, bad);
      assertThatThrownBy(this::start)
          .isInstanceOf(CommandException.class)
          .hasMessageContaining(file.toString());
    }
    Files.writeString(file, good);
    assertThatThrownBy(
            () ->
                TestWitness.start(
                    TestLog.key("witness.example/w1"), folder.resolve("state"), LOG.verifier()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("the key of --key did not cosign it");
    start();
  }

  @Test
  void twoWitnessesCannotShareAMemory() {
    assertThatThrownBy(this::start).isInstanceOf(FolderException.class);
  }

  @Test
  void whatCannotBeStoredIsNotCosigned() throws Exception {
    Path checkpoints = folder.resolve("state/checkpoints");
    Files.delete(checkpoints);
    Files.createFile(checkpoints); // a file where the folder belongs
    WitnessClient.Reply reply = ask(log.request(0, 7));
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.body()).doesNotContain("\u2014");
    Files.delete(checkpoints);
    assertThat(ask(fork.request(0, 7)).status()).isEqualTo(200);
  }
}
