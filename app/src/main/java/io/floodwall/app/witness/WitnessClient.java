package io.floodwall.app.witness;

import io.floodwall.tlog.AddCheckpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.NoteSignature;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.UntrustedException;
import io.floodwall.tlog.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One witness, as a feeder sees it: where it is, its key, and what it answers. */
final class WitnessClient {
  /** How long one answer may take, from connecting to its last byte. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int ANSWER_BYTES_MAX = 64 * 1024;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI door;
  private final VerifierKey key;

  /** The witness behind {@code url}, its submission prefix. */
  WitnessClient(URI url, VerifierKey key) {
    this.door = URI.create(url.toString().replaceAll("/+$", "") + "/add-checkpoint");
    this.key = key;
  }

  /** What the witness answered; it is not trusted. */
  record Reply(int status, String type, String body) {}

  String name() {
    return key.name();
  }

  /**
   * Asks it once.
   *
   * @throws IOException if no whole answer comes in time
   */
  Reply ask(AddCheckpoint request) throws IOException, InterruptedException {
    var asking =
        HttpRequest.newBuilder(door)
            .timeout(PATIENCE)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
            .build();
    var body = new ByteArrayOutputStream();
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(
            asking,
            HttpResponse.BodyHandlers.ofByteArrayConsumer(
                part ->
                    part.ifPresent(
                        bytes ->
                            body.write(
                                bytes,
                                0,
                                Math.min(bytes.length, ANSWER_BYTES_MAX - body.size())))));
    try {
      HttpResponse<Void> head = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      String type = head.headers().firstValue("Content-Type").orElse("");
      return new Reply(head.statusCode(), type, body.toString(StandardCharsets.UTF_8));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ConnectException
          ? new IOException("there is nobody at " + door.getAuthority(), e.getCause())
          : new IOException(String.valueOf(e.getCause()), e.getCause());
    }
  }

  /**
   * Its own cosignature of {@code note} out of the signature lines that it answered; others are
   * ignored, as the protocol demands.
   */
  NoteSignature cosignature(SignedNote note, Reply reply)
      throws FormatException, UntrustedException {
    for (NoteSignature line : SignedNote.parse(note.text() + "\n" + reply.body()).signatures()) {
      if (line.isOf(key)
          && !new SignedNote(note.text(), List.of(line)).verified(List.of(key)).isEmpty()) {
        return line;
      }
    }
    throw new UntrustedException("it answered without a signature of the key that it is known by");
  }
}
