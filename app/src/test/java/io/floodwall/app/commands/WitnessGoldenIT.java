package io.floodwall.app.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.floodwall.app.wall.TopicReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The transcripts of a witness in a process of its own, and of what feeds it. */
@Timeout(180)
class WitnessGoldenIT {
  /** Clears the screen, points elsewhere and turns round what follows. */
  private static final String HOSTILE = "\u001b[2J\u001b]8;;http://evil.example\u0007 \u202Enot";

  private static final int TERMINATED = 128 + 15;

  @TempDir private Path folder;

  @Test
  void aWitnessFromItsFirstLineToItsLastAndWhatFeedsIt() throws Exception {
    String key = newKey("w1.example");
    try (RunningWall wall = RunningWall.start(Map.of("floodwall.sealer.interval.ms", "50"))) {
      awaitCheckpoints(wall);
      String[] words = {"--key", key, "--state", path("w1"), "--log", wall.vkey(), "--port", "0"};
      Transcript witness = transcript("witness").calling(wall.vkey(), "VKEY");
      Transcript feed = transcript("witness feed");
      try (CommandProcess one = listening(words)) {
        String address = one.out().strip();
        feed.calling(address.substring(address.indexOf('=') + 1), "KEY");
        feed.on(wall, "--once", "--witness", address);
        feed.on(wall, "--once", "-o", "json", "--witness", address);
        witness.by(words); // its memory is in use
        feeds(wall, feed, address);
        witness.calling(address.substring(address.indexOf('=') + 1), "KEY");
        assertThat(witness.add(one.stop(), words).exit()).isEqualTo(TERMINATED);
      }
      refusals(witness, words);
      witness.isGolden();
      feed.isGolden();
    }
  }

  private static void feeds(RunningWall wall, Transcript feed, String address) throws IOException {
    String key = address.substring(address.indexOf('='));
    wall.type("topics", "create", "--prefix", "empty.");
    feed.on(wall, "--once", "--prefix", "empty.", "--witness", address);
    answering(403, at -> feed.on(wall, "--once", "--witness", at + key));
    answering(500, at -> feed.on(wall, "--once", "--witness", at + key));
    feed.on(wall, "--once", "--witness", "http://127.0.0.1:1" + key);
    feed.on(wall, "--witness", HOSTILE);
    feed.on(wall, "--witness", "http://h=" + HOSTILE);
  }

  /** While there is a witness that says {@code status} and hostile text to everything. */
  private static void answering(int status, Consumer<String> then) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] body = HOSTILE.getBytes(UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      then.accept("http://127.0.0.1:" + server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  private void refusals(Transcript witness, String... words) throws Exception {
    try (CommandProcess again = listening(words)) {
      witness.add(again.stop(), words);
    }
    String other = newKey("w2.example");
    witness.by("--key", other, "--state", path("w1"), "--log", words[5]);
    witness.by("--key", path("x\u001b[2Jevil.example"), "--state", path("w1"), "--log", words[5]);
    String file = Files.writeString(folder.resolve("file"), "a file").toString();
    witness.by("--key", other, "--state", file, "--log", words[5]);
    witness.by(
        "--key", other, "--state", path("w2"), "--log", words[5], "--host", "evil.example.invalid");
    witness.by("--key", other, "--state", path("w2"), "--log", HOSTILE);
    witness.by("--key", other);
  }

  private CommandProcess listening(String... words) throws IOException {
    String[] all = new String[words.length + 1];
    all[0] = "witness";
    System.arraycopy(words, 0, all, 1, words.length);
    return CommandProcess.start(folder, one -> one.err().contains("listening at"), all);
  }

  /** Every chain begins with the bundle. */
  private static void awaitCheckpoints(RunningWall wall) {
    var reader = new TopicReader(wall.local().wall());
    String checkpoints = wall.local().wall().topics().checkpoints();
    Awaitility.await()
        .until(
            () -> reader.last(reader.partitionsOf(checkpoints)).size(),
            signed -> signed == RunningWall.PARTITIONS);
  }

  private String newKey(String name) {
    String file = path(name + ".key");
    assertThat(Said.by("keys", "new", name, "--out", file).exit()).isZero();
    return file;
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Transcript transcript(String command) {
    return new Transcript(command)
        .calling(folder, "FOLDER")
        .varying("(?<=w1[.]example )[A-Za-z0-9+/]{43,}=*", "BASE64")
        .varying("409 \\d+", "409 N")
        .varying("at size \\d+", "at size N")
        .varying("\"size\":\\d+", "\"size\":0");
  }
}
