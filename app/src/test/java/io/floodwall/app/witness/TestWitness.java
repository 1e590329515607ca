package io.floodwall.app.witness;

import io.floodwall.tlog.SignerKey;
import io.floodwall.tlog.VerifierKey;
import io.floodwall.tlog.Witness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A witness that listens, on a clock that stands still. */
record TestWitness(SignerKey key, Path state, WitnessServer server, List<String> said)
    implements AutoCloseable {
  static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  static TestWitness start(SignerKey key, Path state, VerifierKey... logs) {
    return start(key, state, 0, logs);
  }

  static TestWitness start(SignerKey key, Path state, int port, VerifierKey... logs) {
    var said = new CopyOnWriteArrayList<String>();
    try {
      WitnessServer server =
          WitnessServer.start(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
              new Witness(key, List.of(logs)),
              WitnessMemory.open(state, key.cosigner()),
              Clock.fixed(NOW, ZoneOffset.UTC),
              said::add);
      return new TestWitness(key, state, server, said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return URI.create(server.url());
  }

  /** As an option of {@code floodwall witness feed}. */
  String option() {
    return server.url() + "=" + key.cosigner();
  }

  WitnessClient client() {
    return new WitnessClient(url(), key.cosigner());
  }

  /** The text of every file of evidence. */
  List<String> evidence() {
    return texts(state.resolve("evidence"));
  }

  private static List<String> texts(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(TestWitness::text).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
