package io.floodwall.app.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.floodwall.app.broker.BrokerFolder;
import io.floodwall.app.broker.BrokerSettings;
import io.floodwall.app.broker.EmbeddedBroker;
import io.floodwall.client.Delivery;
import io.floodwall.client.DeployerClient;
import io.floodwall.client.Pins;
import io.floodwall.client.Proof;
import io.floodwall.client.UntrustedLedgerException;
import io.floodwall.client.UntrustedLedgerException.Check;
import io.floodwall.core.Hash;
import io.floodwall.core.intent.Action;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.core.tree.TileId;
import io.floodwall.tlog.Receipt;
import io.floodwall.tlog.SignerKey;
import io.floodwall.tlog.Trust;
import io.floodwall.tlog.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a deployer does with a ledger that lies, on a real broker; the test writes the ledger. */
@Timeout(120)
class ReceiptIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofSeconds(2);
  private static final Action APPLY = new Action.Apply("web", "replicas: 2");

  private static EmbeddedBroker broker;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(BrokerFolder.throwAway(), BrokerSettings.defaults());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static DecidedWall wall(String prefix) {
    return DecidedWall.create(broker.bootstrapServers(), prefix, 1);
  }

  private DeployerClient deployer(DecidedWall wall) {
    return wall.builder().name("d").pins(Pins.in(folder)).open();
  }

  private static UntrustedLedgerException refused(DeployerClient deployer) {
    var refused =
        catchThrowableOfType(UntrustedLedgerException.class, () -> deployer.poll(10, PATIENCE));
    assertThat(refused).isNotNull();
    return refused;
  }

  @Test
  void whatIsHandedOutCarriesAReceiptThatIsCheckedOffline() throws Exception {
    try (var wall = wall("held.");
        DeployerClient deployer = deployer(wall)) {
      Hash digest = wall.admit(0, APPLY);
      wall.allInForce();
      Delivery delivery = deployer.poll(1, PATIENCE).get(0);
      Receipt receipt = Receipt.parse(delivery.receipt().orElseThrow().toString().getBytes(UTF_8));
      var trust = new Trust(List.of(VerifierKey.parse(wall.vkey())), false, null);
      assertThat(receipt.verify(trust.of("test/0")).size()).isEqualTo(1);
      assertThat(receipt.entry().orElseThrow().payload().sha256()).isEqualTo(digest);
      assertThat(folder.resolve("0.note")).content().startsWith("test/0\n1\n");
    }
  }

  @Test
  void aHeadWithoutASignedCheckpointHandsNothingOutAndSaysWhy() throws Exception {
    SignerKey stranger = DecidedWall.newKey();
    var told = new ConcurrentLinkedQueue<String>();
    try (var wall = wall("unsigned.")) {
      wall.admit(0, APPLY);
      SealedChain chain = wall.chain(0);
      chain.ledger(wall.producer(), 1);
      chain.sealBy(wall.producer(), stranger);
      wall.head(0, 0);
      try (DeployerClient deployer =
          wall.builder().name("d").receiptPatience(Duration.ofSeconds(1), told::add).open()) {
        assertThat(deployer.poll(1, A_WHILE)).isEmpty();
        assertThat(told)
            .anyMatch(
                line ->
                    line.contains("for agent-0/0 (decision 0 of partition 0)")
                        && line.contains("a checkpoint is passed over: no trusted key of test/0"));
        chain.seal(wall.producer());
        assertThat(deployer.poll(1, PATIENCE)).hasSize(1);
      }
      try (DeployerClient head = wall.builder().name("h").group("h").proof(Proof.HEAD).open()) {
        assertThat(head.poll(1, PATIENCE))
            .singleElement()
            .satisfies(one -> assertThat(one.receipt()).isEmpty());
      }
    }
  }

  @Test
  void aDecisionWhoseNumberIsAnotherOnesIsNeverHandedOutAndTheSoundOnesAreFirst() throws Exception {
    try (var wall = wall("other.");
        DeployerClient deployer = deployer(wall)) {
      wall.admit(0, APPLY);
      wall.admitInstead(0, new Action.Destroy("web"));
      wall.allInForce();
      assertThat(deployer.poll(10, PATIENCE))
          .singleElement()
          .satisfies(one -> assertThat(one.decision().intent().action()).isEqualTo(APPLY));
      UntrustedLedgerException refused = refused(deployer);
      assertThat(refused.check()).isEqualTo(Check.OTHER_DECISION);
      assertThat(refused).hasMessageContaining("entry 0 of partition 0 has decision number 0");
      assertThat(deployer.poll(10, A_WHILE)).isEmpty();
    }
  }

  @Test
  void anEntryThatIsNotInTheSignedTreeIsNotBelieved() throws Exception {
    try (var wall = wall("outside.")) {
      wall.admit(0, APPLY);
      SealedChain chain = wall.chain(0);
      LedgerEntry entry = chain.next(0);
      chain.entryUnsealed(wall.producer(), entry);
      var other = new TileId(0, 0);
      chain.tile(wall.producer(), other, SealedChain.tileOf(entry.digest()));
      chain.checkpoint(wall.producer(), chain.note(1, entry.digest(), chain.key()));
      wall.head(0, 0);
      try (DeployerClient deployer = deployer(wall)) {
        assertThat(refused(deployer).check()).isEqualTo(Check.NOT_IN_TREE);
        assertThat(deployer.poll(1, A_WHILE)).isEmpty();
      }
    }
  }

  @Test
  void aForkIsFoundAfterARestartAndBothCheckpointsAreKept() throws Exception {
    try (var wall = wall("forked.")) {
      SealedChain chain = wall.chain(0);
      wall.admit(0, APPLY);
      wall.admit(0, APPLY);
      wall.allInForce();
      try (DeployerClient deployer = deployer(wall)) {
        assertThat(deployer.poll(10, PATIENCE)).hasSize(2);
      }
      Hash otherRoot = Hash.sha256(new byte[] {1});
      chain.checkpoint(wall.producer(), chain.note(2, otherRoot, chain.key()));
      wall.producer().flush();
      try (DeployerClient deployer = deployer(wall)) {
        UntrustedLedgerException fork = refused(deployer);
        assertThat(fork.check()).isEqualTo(Check.FORK);
        assertThat(Files.readString(fork.evidence().orElseThrow()))
            .startsWith("floodwall pin evidence v1\nfork: ")
            .contains("--- seen before\ntest/0\n2\n", "--- shown now\ntest/0\n2\n");
        wall.admit(0, APPLY);
        wall.allInForce();
        assertThat(refused(deployer).check()).isEqualTo(Check.FORK);
      }
    }
  }

  @Test
  void afterARestartASmallerLogIsARollbackAndAnotherOneInconsistent() throws Exception {
    Path pins = folder.resolve("pins");
    String before;
    try (var wall = wall("before.")) {
      wall.admit(0, APPLY);
      wall.admit(0, APPLY);
      wall.allInForce();
      try (DeployerClient deployer = wall.builder().name("d").pins(Pins.in(pins)).open()) {
        assertThat(deployer.poll(10, PATIENCE)).hasSize(2);
      }
      before = wall.vkey();
      try (var rolledBack =
          DecidedWall.create(broker.bootstrapServers(), "after.", 1, wall.chain(0).key())) {
        rolledBack.admit(0, APPLY);
        rolledBack.allInForce();
        assertThat(rolledBack.vkey()).isEqualTo(before);
        try (DeployerClient deployer = rolledBack.builder().name("d").pins(Pins.in(pins)).open()) {
          assertThat(refused(deployer).check()).isEqualTo(Check.ROLLBACK);
        }
        rolledBack.admit(0, new Action.Destroy("web"));
        rolledBack.admit(0, new Action.Destroy("web"));
        rolledBack.allInForce();
        try (DeployerClient deployer = rolledBack.builder().name("d").pins(Pins.in(pins)).open()) {
          assertThat(refused(deployer).check()).isEqualTo(Check.INCONSISTENT);
        }
      }
    }
  }

  @Test
  void whoTrustsNoKeyIsToldWhatToDo() {
    assertThatIllegalStateException()
        .isThrownBy(() -> DeployerClient.builder().bootstrap("none:1").name("d").open())
        .withMessageContaining("no receipt, no deploy")
        .withMessageContaining("proof(Proof.HEAD)");
  }
}
