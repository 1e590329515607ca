package io.floodwall.app.witness;

import com.sun.net.httpserver.HttpExchange;
import io.floodwall.runtime.HttpDoor;
import io.floodwall.tlog.AddCheckpoint;
import io.floodwall.tlog.ForkEvidence;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.Witness;
import io.floodwall.tlog.WitnessAnswer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The HTTP door of a witness (C2SP {@code tlog-witness}): {@code POST /add-checkpoint}; {@code GET
 * /} says who it is. One request is decided and stored at a time, so that two cannot race; a client
 * that is slow holds one of {@link HttpDoor#THREADS_MAX} threads, for {@link #EXCHANGE_SECONDS_MAX}
 * seconds at most.
 */
final class WitnessServer implements AutoCloseable {
  static final int EXCHANGE_SECONDS_MAX = 10;

  private static final int CONNECTIONS_MAX = 256;
  private static final int STOP_SECONDS_MAX = 1;
  private static final HttpDoor.Limits LIMITS =
      new HttpDoor.Limits(EXCHANGE_SECONDS_MAX, CONNECTIONS_MAX, STOP_SECONDS_MAX);

  private final HttpDoor door;
  private final Object oneAtATime = new Object();
  private final Witness witness;
  private final WitnessMemory memory;
  private final Clock clock;
  private final Consumer<String> talk;

  private WitnessServer(
      InetSocketAddress address,
      Witness witness,
      WitnessMemory memory,
      Clock clock,
      Consumer<String> talk)
      throws IOException {
    this.witness = witness;
    this.memory = memory;
    this.clock = clock;
    this.talk = talk;
    this.door = HttpDoor.open(address, "floodwall-witness", LIMITS, this::answer);
  }

  /** Starts to answer at {@code address}; {@code talk} is told one line for each request. */
  static WitnessServer start(
      InetSocketAddress address,
      Witness witness,
      WitnessMemory memory,
      Clock clock,
      Consumer<String> talk)
      throws IOException {
    return new WitnessServer(address, witness, memory, clock, talk);
  }

  /** Where it is reached. */
  String url() {
    InetSocketAddress bound = door.address();
    String host = bound.getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort();
  }

  /** Lets requests that have begun end, for a second. */
  @Override
  public void close() {
    door.close();
    synchronized (oneAtATime) {
      memory.close();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      switch (exchange.getRequestURI().getPath()) {
        case "/add-checkpoint" -> {
          if (allows(exchange, method.equals("POST"), "POST")) {
            addCheckpoint(exchange);
          }
        }
        case "/" -> {
          if (allows(exchange, method.equals("GET") || method.equals("HEAD"), "GET, HEAD")) {
            HttpDoor.send(exchange, 200, WitnessAnswer.TEXT_TYPE, hello());
          }
        }
        default ->
            HttpDoor.send(
                exchange, 404, WitnessAnswer.TEXT_TYPE, "try POST /add-checkpoint, or GET /\n");
      }
    }
  }

  private void addCheckpoint(HttpExchange exchange) throws IOException {
    Optional<byte[]> request = HttpDoor.body(exchange, AddCheckpoint.BYTES_MAX);
    if (request.isEmpty()) {
      talk.accept("413 a request of more than " + AddCheckpoint.BYTES_MAX + " bytes");
      HttpDoor.send(exchange, 413, WitnessAnswer.TEXT_TYPE, "a request has at most 65536 bytes\n");
      return;
    }
    try {
      WitnessAnswer answer = decided(request.get());
      HttpDoor.send(exchange, answer.status(), answer.type(), answer.body());
    } catch (IOException | RuntimeException e) {
      talk.accept("500 nothing was cosigned: " + e);
      HttpDoor.send(
          exchange, 500, WitnessAnswer.TEXT_TYPE, "the witness cannot store what it would say\n");
    }
  }

  /** Decides, and stores before anybody is told. */
  private WitnessAnswer decided(byte[] request) throws IOException {
    synchronized (oneAtATime) {
      WitnessAnswer answer = witness.answer(request, memory, clock.instant().getEpochSecond());
      if (answer.remember().isPresent()) {
        SignedNote note = answer.remember().get();
        memory.remember(note);
        String[] lines = note.text().split("\n", 3);
        talk.accept("200 cosigned " + lines[0] + " at size " + lines[1]);
      } else {
        talk.accept(answer.status() + " " + answer.body().strip());
      }
      answer.evidence().ifPresent(this::keep);
      return answer;
    }
  }

  /** Evidence that cannot be kept is told at least; the log is refused all the same. */
  private void keep(ForkEvidence found) {
    String what = "EVIDENCE of a " + found.kind().label() + " of " + found.origin();
    try {
      Optional<Path> file = memory.keep(found, clock.instant().toString());
      talk.accept(
          what + file.map(kept -> " is kept in " + kept).orElse(" again, or there is no room"));
    } catch (IOException e) {
      talk.accept(what + " CANNOT BE KEPT: " + e);
    }
  }

  private String hello() {
    return "a floodwall witness (https://c2sp.org/tlog-witness)\n"
        + witness.verifier()
        + "\nPOST /add-checkpoint: a line 'old SIZE', proof lines, an empty line, a checkpoint\n";
  }

  private static boolean allows(HttpExchange exchange, boolean method, String allowed)
      throws IOException {
    if (!method) {
      exchange.getResponseHeaders().set("Allow", allowed);
      HttpDoor.send(exchange, 405, WitnessAnswer.TEXT_TYPE, "only " + allowed + "\n");
    }
    return method;
  }
}
