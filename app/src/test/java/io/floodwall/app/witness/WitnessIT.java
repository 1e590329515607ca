package io.floodwall.app.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.tlog.AddCheckpoint;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.PolicyFile;
import io.floodwall.tlog.SignedNote;
import io.floodwall.tlog.SignerKey;
import io.floodwall.tlog.TrustPolicy;
import io.floodwall.tlog.UntrustedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ledger, witnesses and feeder together: what is cosigned, and what is not. */
class WitnessIT {
  private static final SignerKey FIRST = TestLog.key("w1.example");
  private static final SignerKey SECOND = TestLog.key("w2.example");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private TestWitness witness(SignerKey key, SealedWall wall) {
    return TestWitness.start(key, folder.resolve(key.name()), wall.key().verifier());
  }

  private static TrustPolicy twoWitnessesOf(SealedWall wall, String origin) throws Exception {
    return PolicyFile.parse(
        String.join(
            "\n",
            "log " + wall.key().named(origin).verifier(),
            "witness one " + FIRST.cosigner(),
            "witness two " + SECOND.cosigner(),
            "group both 2 one two",
            "quorum both"));
  }

  @Test
  void aQuorumCosignsEachChainRemembersItAndRefusesAFork() throws Exception {
    try (SealedWall wall = SealedWall.start(folder.resolve("data"))) {
      TestWitness first = witness(FIRST, wall);
      try (TestWitness second = witness(SECOND, wall)) {
        wall.grow("a", 2);
        SealedWall.Said fed = wall.feed(first, second);
        assertThat(fed.exit()).as(fed.err()).isZero();
        assertThat(fed.json()).hasSize(2 * SealedWall.PARTITIONS);
        assertQuorum(wall);

        wall.grow("b", 3);
        first.close();
        first = witness(FIRST, wall);
        SealedWall.Said again = wall.feed(first, second);
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(first.said()).anyMatch(line -> line.startsWith("409 "));
        assertQuorum(wall);
        assertThat(wall.cosignatures()).hasSize(4 * SealedWall.PARTITIONS);
        assertThat(first.evidence()).isEmpty();
        assertThat(second.evidence()).isEmpty();

        forkIsRefused(wall, first);
      } finally {
        first.close();
      }
    }
  }

  private static void assertQuorum(SealedWall wall) throws Exception {
    var cosigned = wall.cosignatures();
    for (var newest : wall.checkpoints().entrySet()) {
      Checkpoint checkpoint = Checkpoint.parse(newest.getValue().text());
      TrustPolicy policy = twoWitnessesOf(wall, checkpoint.origin());
      SignedNote whole = newest.getValue();
      assertThatThrownBy(() -> policy.verified(newest.getValue()))
          .isInstanceOf(UntrustedException.class);
      for (SignerKey witness : List.of(FIRST, SECOND)) {
        String key = newest.getKey() + "/" + checkpoint.size() + "/" + witness.name();
        assertThat(cosigned).containsKey(key);
        assertThat(cosigned.get(key).text()).isEqualTo(whole.text());
        whole = whole.with(cosigned.get(key).signatures().get(0));
      }
      assertThat(policy.verified(whole)).isEqualTo(checkpoint);
    }
  }

  private static void forkIsRefused(SealedWall wall, TestWitness witness) throws Exception {
    SignedNote honest = wall.checkpoints().get(0);
    Checkpoint checkpoint = Checkpoint.parse(honest.text());
    int size = (int) checkpoint.size();
    TestLog fork = TestLog.of(wall.key().named(checkpoint.origin()), "other", size + 9);
    AddCheckpoint same = fork.request(size, size);
    assertThat(witness.client().ask(same).status()).isEqualTo(409);
    assertThat(witness.client().ask(fork.request(size, size + 9)).status()).isEqualTo(422);
    assertThat(witness.evidence())
        .hasSize(2)
        .allMatch(text -> text.contains(honest.text()))
        .anyMatch(text -> text.contains("\nfork: ") && text.contains(fork.note(size).toString()))
        .anyMatch(text -> text.contains(fork.note(size + 9).toString()));
  }

  @Test
  void aDataFolderOfYesterdayIsRefusedBeforeAndAfterItGrowsAgain() throws Exception {
    Path today = folder.resolve("today");
    Path yesterday = folder.resolve("yesterday");
    try (SealedWall wall = SealedWall.start(today)) {
      wall.grow("a", 1);
    }
    copy(today, yesterday);
    try (SealedWall wall = SealedWall.start(today);
        TestWitness witness = witness(FIRST, wall)) {
      wall.grow("b", 3);
      assertThat(wall.feed(witness).exit()).isZero();
    }
    try (SealedWall wall = SealedWall.start(yesterday);
        TestWitness witness = witness(FIRST, wall)) {
      SealedWall.Said shorter = wall.feed(witness);
      assertThat(shorter.exit()).isEqualTo(3);
      assertThat(shorter.err()).contains("this log is shorter; was it rolled back?");
      assertThat(witness.evidence()).isNotEmpty().allMatch(text -> text.contains("\nshrink: "));

      wall.grow("c", 6);
      SealedWall.Said longer = wall.feed(witness);
      assertThat(longer.exit()).isEqualTo(3);
      assertThat(longer.err()).contains("it answers 422: the consistency proof does not verify");
      assertThat(longer.out()).isEmpty();
      assertThat(witness.evidence()).anyMatch(text -> text.contains("\nunproven: "));
    }
  }

  @Test
  void aWitnessThatIsDownIsFedWhenItComesAndTheOtherDoesNotWait() throws Exception {
    try (SealedWall wall = SealedWall.start(folder.resolve("data"));
        TestWitness up = witness(FIRST, wall)) {
      wall.grow("a", 1);
      int port = freePort();
      var talk = new CopyOnWriteArrayList<String>();
      var feeding = new Feeding(wall.wall(), 50, (witness, part, signed, line) -> {}, talk::add);
      URI later = URI.create("http://127.0.0.1:" + port);
      var running =
          CompletableFuture.runAsync(
              () ->
                  feeding.follow(
                      List.of(new WitnessClient(later, SECOND.cosigner()), up.client())));
      try {
        awaitNewestCosignedBy(FIRST, wall);
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> talk.stream().anyMatch(line -> line.contains("it does not answer")));
        wall.grow("b", 1);
        awaitNewestCosignedBy(FIRST, wall);
        Path state = folder.resolve("late");
        try (TestWitness late = TestWitness.start(SECOND, state, port, wall.key().verifier())) {
          awaitNewestCosignedBy(SECOND, wall);
          assertThat(late.evidence()).isEmpty();
        }
        assertThat(talk.stream().filter(line -> line.contains("it does not answer"))).hasSize(1);
      } finally {
        feeding.stop();
        running.get(30, TimeUnit.SECONDS);
        feeding.close();
      }
    }
  }

  private static void awaitNewestCosignedBy(SignerKey witness, SealedWall wall) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (var newest : wall.checkpoints().entrySet()) {
                long size = Checkpoint.parse(newest.getValue().text()).size();
                assertThat(wall.cosignatures())
                    .containsKey(newest.getKey() + "/" + size + "/" + witness.name());
              }
            });
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Files.copy(one, to.resolve(from.relativize(one).toString()));
      }
    }
    assertThat(to.resolve("keys").resolve("log.key")).exists();
  }
}
