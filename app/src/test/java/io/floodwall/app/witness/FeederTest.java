package io.floodwall.app.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.floodwall.core.tree.MissingTileException;
import io.floodwall.core.tree.Tile;
import io.floodwall.core.tree.TileId;
import io.floodwall.core.tree.TiledTree;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.SignerKey;
import io.floodwall.tlog.TileProofs;
import io.floodwall.tlog.UntrustedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A feeder: its proofs out of tiles, and what it makes of witnesses that lie. */
class FeederTest {
  private static final SignerKey LOG = TestLog.key("wall/0");
  private static final SignerKey WITNESS = TestLog.key("w1.example");
  private static final int SIZE = 70_000;

  private static final TestLog HISTORY = TestLog.of(LOG, "a", SIZE);
  private final Map<TileId, Tile> tiles = new HashMap<>();

  /** All tiles of the log at {@code size}, as the sealer would have written them. */
  private void tilesOf(int size) {
    var tree = new TiledTree();
    HISTORY.leaves().subList(0, size).forEach(leaf -> tree.append(leaf, tiles::put));
    tree.partial(tiles::put);
  }

  private Checkpoint checkpoint(int size) throws Exception {
    return Checkpoint.parse(HISTORY.note(size).text());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255, 256, 257, 511, 512, 600, 65_535, 65_536, 65_537, SIZE})
  void aProofOutOfTilesIsTheProofOfTheTree(int size) throws Exception {
    tilesOf(size);
    for (int from : new int[] {0, 1, 3, 200, 256, 300, 511, 65_536, size - 1, size}) {
      if (from <= size) {
        assertThat(TileProofs.prove(from, checkpoint(size), wanted -> tiles).path())
            .isEqualTo(HISTORY.request(from, size).proof());
      }
    }
  }

  @Test
  void aProofNeedsFewTiles() throws Exception {
    tilesOf(SIZE);
    var fetched = new ArrayList<TileId>();
    TileProofs.prove(
        12_345,
        checkpoint(SIZE),
        wanted -> {
          fetched.addAll(wanted);
          return tiles;
        });
    assertThat(fetched).hasSizeLessThanOrEqualTo(6);
  }

  @Test
  void aTileThatIsMissingNarrowOrForeignMakesNoProof() throws Exception {
    tilesOf(600);
    Tile last = tiles.get(new TileId(0, 2));
    tiles.put(new TileId(0, 2), last.first(50));
    assertThatThrownBy(() -> TileProofs.prove(3, checkpoint(600), wanted -> tiles))
        .isInstanceOf(MissingTileException.class);
    assertThatThrownBy(() -> TileProofs.prove(3, checkpoint(600), wanted -> Map.of()))
        .isInstanceOf(MissingTileException.class);
    tiles.put(new TileId(0, 2), tiles.get(new TileId(0, 0)).first(88));
    assertThatThrownBy(() -> TileProofs.prove(3, checkpoint(600), wanted -> tiles))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining("do not lead to its checkpoint");
  }

  @Nested
  class AWitness {
    private final Deque<WitnessClient.Reply> replies = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> cosigned = new ArrayList<>();
    private final LogView view = new LogView("checkpoints", line -> {});
    private HttpServer server;
    private Feeder feeder;

    @BeforeEach
    void listen() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
      server.createContext(
          "/w/add-checkpoint",
          exchange -> {
            try (exchange) {
              String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
              asked.add(request.lines().findFirst().orElse(""));
              WitnessClient.Reply reply = replies.removeFirst();
              byte[] body = reply.body().getBytes(UTF_8);
              exchange.getResponseHeaders().set("Content-Type", reply.type());
              exchange.sendResponseHeaders(reply.status(), body.length);
              exchange.getResponseBody().write(body);
            }
          });
      server.start();
      URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/w/");
      feeder =
          new Feeder(
              view,
              new WitnessClient(url, WITNESS.cosigner()),
              partition -> wanted -> tiles,
              (witness, partition, signed, line) ->
                  cosigned.add(witness + " " + signed.checkpoint().size()));
      tilesOf(600);
      newest(600);
    }

    @AfterEach
    void close() {
      server.stop(0);
    }

    private void newest(int size) {
      byte[] note = HISTORY.note(size).toString().getBytes(UTF_8);
      view.see(new ConsumerRecord<>("checkpoints", 0, size, ("0/" + size).getBytes(UTF_8), note));
    }

    private void cosigns(SignerKey key, String text) {
      replies.add(new WitnessClient.Reply(200, "text/plain", key.cosign(text, 5).line() + "\n"));
    }

    private void says(int status, String body) {
      String type = status == 409 ? "text/x.tlog.size" : "text/plain";
      replies.add(new WitnessClient.Reply(status, type, body));
    }

    @Test
    void isAskedAgainWithTheSizeItSaysAndNotOnceItHasCosigned() throws Exception {
      says(409, "300\n");
      cosigns(WITNESS, HISTORY.note(600).text());
      assertThat(feeder.round().result()).isEqualTo(Feeder.Result.DONE);
      assertThat(feeder.round().result()).isEqualTo(Feeder.Result.DONE);
      assertThat(asked).containsExactly("old 0", "old 300");
      assertThat(cosigned).containsExactly("w1.example 600");
    }

    @Test
    void thatSaysAnotherSizeEachTimeIsLeftForNow() throws Exception {
      says(409, "1\n");
      says(409, "2\n");
      says(409, "3\n");
      assertThat(feeder.round().result()).isEqualTo(Feeder.Result.WAITING);
    }

    @Test
    void thatIsAheadOfTheLogIsTold() throws Exception {
      says(409, "601\n");
      Feeder.Round round = feeder.round();
      assertThat(round.result()).isEqualTo(Feeder.Result.REFUSED);
      assertThat(round.why()).contains("wall/0 at size 600", "was it rolled back?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "-1\n", "01\n", "9223372036854775808\n", "1", "1\n2\n"})
    void whoseSizeIsNoneIsRefused(String size) throws Exception {
      says(409, size);
      assertThat(feeder.round().result()).isEqualTo(Feeder.Result.REFUSED);
    }

    @Test
    void whoseCosignatureIsOfAnotherKeyTextOrSizeIsNotBelieved() throws Exception {
      SignedNote note = HISTORY.note(600);
      cosigns(TestLog.key("w1.example"), note.text());
      cosigns(TestLog.key("w2.example"), note.text());
      cosigns(WITNESS, HISTORY.note(599).text());
      says(200, "");
      says(200, "x".repeat(1_000_000));
      says(200, WITNESS.sign(note.text()).line() + "\n");
      while (!replies.isEmpty()) {
        assertThat(feeder.round().result()).isEqualTo(Feeder.Result.REFUSED);
      }
      assertThat(cosigned).isEmpty();
      cosigns(WITNESS, note.text());
      assertThat(feeder.round().result()).isEqualTo(Feeder.Result.DONE);
    }

    @Test
    void whoseSignatureLinesOfStrangersAreIgnored() throws Exception {
      String text = HISTORY.note(600).text();
      String strange = TestLog.key("w2.example").cosign(text, 5).line() + "\n";
      says(200, strange + WITNESS.cosign(text, 5).line() + "\n");
      assertThat(feeder.round().result()).isEqualTo(Feeder.Result.DONE);
    }

    @Test
    void thatFailsOrIsGoneIsAskedAgain() throws Exception {
      says(500, "no disk\n");
      assertThat(feeder.round().result()).isEqualTo(Feeder.Result.UNREACHABLE);
      server.stop(0);
      assertThat(feeder.round().result()).isEqualTo(Feeder.Result.UNREACHABLE);
      assertThat(cosigned).isEmpty();
    }

    @Test
    void ofARecordThatIsNoCheckpointNothingIsAsked() throws Exception {
      cosigns(WITNESS, HISTORY.note(600).text());
      view.see(new ConsumerRecord<>("checkpoints", 0, 9, new byte[] {1}, new byte[] {1}));
      view.see(new ConsumerRecord<>("tiles", 0, 9, "0/9/x".getBytes(UTF_8), new byte[] {1}));
      view.see(new ConsumerRecord<>("tiles", 0, 9, "0/99/1".getBytes(UTF_8), new byte[] {1}));
      assertThat(feeder.round().result()).isEqualTo(Feeder.Result.DONE);
      assertThat(asked).hasSize(1);
    }
  }
}
