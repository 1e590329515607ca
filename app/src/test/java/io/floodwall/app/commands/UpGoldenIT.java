package io.floodwall.app.commands;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The transcripts of {@code up}, and of {@code run} beside it, each in a process of its own. */
@Timeout(180)
class UpGoldenIT {
  @TempDir private Path folder;

  @Test
  void fromTheFirstLineToTheLast() throws Exception {
    Transcript transcript = transcript("up");
    try (UpProcess up = UpProcess.start(folder, "--throw-away", "--port", "0")) {
      ran(up.bootstrap());
      transcript.add(up.stop(), "--throw-away", "--port", "0");
    }
    String data = folder.resolve("x\u001b[2Jevil.example").toString();
    String[] options = {"--data", data, "--port", "0", "-o", "json"};
    try (UpProcess up = UpProcess.start(folder, options)) {
      transcript.by("--data", data, "--port", "0");
      transcript.add(up.stop(), options);
    }
    refusals(transcript, data);
    transcript.isGolden();
  }

  private static void refusals(Transcript transcript, String data) throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      transcript.by("--data", data, "--port", Integer.toString(taken.getLocalPort()));
    }
    transcript.by("--data", data, "--port", "0", "--set", "floodwall.\u001b[2Jevil.example=8");
    transcript.by("--data", data, "--port", "0", "--prefix", "\u001b[2Jevil.example.");
    transcript.by("--port", "-1");
    transcript.by("--data", Files.writeString(Path.of(data + "2"), "a file").toString());
  }

  /** {@code run} on the cluster of a wall, beside it: a wall of its own, of one application. */
  private void ran(String bootstrap) throws Exception {
    Transcript run = transcript("run");
    Said.by("topics", "create", "--prefix", "run.", "--bootstrap", bootstrap);
    String[] words = {
      "gate",
      "--bootstrap",
      bootstrap,
      "--set",
      "floodwall.prefix=run.",
      "--set",
      "floodwall.state.dir=" + folder.resolve("state")
    };
    String[] all = Stream.concat(Stream.of("run"), Stream.of(words)).toArray(String[]::new);
    try (CommandProcess gate =
        CommandProcess.start(folder, one -> one.err().contains("gate is ready"), all)) {
      run.add(gate.stop(), words);
    }
    run.by("gate", "--bootstrap", bootstrap, "--set", "floodwall.prefix=absent.");
    run.by("all", "--bootstrap", "127.0.0.1:1", "--set", "floodwall.start.timeout.ms=1000");
    run.by("gate", "--bootstrap", bootstrap, "--set", "floodwall.\u001b[2Jevil.example=1");
    run.by("gate", "--config", folder.resolve("x\u001b[2Jevil.example").toString());
    run.by("gate", "--\u001b[2Jevil.example");
    run.by("\u001b[2Jevil.example");
    run.by();
    run.isGolden();
  }

  private Transcript transcript(String command) {
    return new Transcript(command)
        .calling(folder, "FOLDER")
        .varying("\\S*/floodwall-[0-9]+", "FOLDER")
        .varying("ready in [0-9.]+ s", "ready in N s")
        .varying("\"ready_seconds\":[0-9.]+", "\"ready_seconds\":0")
        .varying("--port [1-9]\\d{3,}", "--port PORT");
  }
}
