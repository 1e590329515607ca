package io.floodwall.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.floodwall.app.broker.FolderException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerFolderTest {
  @TempDir Path temp;
  private Path path;

  @BeforeEach
  void nameAFolderThatDoesNotExist() {
    path = temp.resolve("some/data");
  }

  private static FolderException refused(Supplier<BrokerFolder> open) {
    FolderException refusal = catchThrowableOfType(FolderException.class, () -> open.get().close());
    assertThat(refusal).as("the folder was opened").isNotNull();
    assertThat(refusal).hasMessageStartingWith("cannot use ");
    return refusal;
  }

  private FolderException refused() {
    return refused(() -> BrokerFolder.kept(path));
  }

  @Test
  void aNewFolderIsCreatedAndKeepsItsClusterWhenOpenedAgain() {
    String cluster;
    try (BrokerFolder folder = BrokerFolder.kept(path)) {
      cluster = folder.clusterId();
      assertThat(folder.kafka()).isEqualTo(path.resolve("kafka"));
      assertThat(folder.state()).isEqualTo(path.resolve("state")).isDirectory();
      assertThat(folder.isThrowAway()).isFalse();
    }
    try (BrokerFolder folder = BrokerFolder.kept(path)) {
      assertThat(folder.clusterId()).isEqualTo(cluster);
    }
  }

  @Test
  void aThrowAwayFolderIsDeletedOnCloseAndClosingTwiceIsHarmless() throws IOException {
    BrokerFolder folder = BrokerFolder.throwAway();
    Files.writeString(Files.createDirectory(folder.state().resolve("store")).resolve("row"), "x");
    assertThat(folder.isThrowAway()).isTrue();

    folder.close();
    folder.close();

    assertThat(folder.root()).doesNotExist();
  }

  @Nested
  class InUse {
    @Test
    void byThisProcessIsRefusedUntilClosed() {
      try (BrokerFolder folder = BrokerFolder.kept(path)) {
        assertThat(refused())
            .returns(Problem.IN_USE, FolderException::problem)
            .hasMessageContaining(folder.root().toString())
            .hasMessageContaining("this process already uses it")
            .hasMessageContaining("choose another folder");
      }
      BrokerFolder.kept(path).close();
    }

    @Test
    void byAnotherProcessIsRefusedUntilThatEnds() throws IOException {
      try (FolderUser other = FolderUser.of(path)) {
        assertThat(other.says()).isEqualTo("open " + path);
        assertThat(refused())
            .returns(Problem.IN_USE, FolderException::problem)
            .hasMessageContaining("another process uses it");
      }
      BrokerFolder.kept(path).close();
    }

    @Test
    void aRefusalHereDoesNotLetAnotherProcessIn() throws IOException {
      try (BrokerFolder folder = BrokerFolder.kept(path)) {
        refused();
        try (FolderUser other = FolderUser.of(folder.root())) {
          assertThat(other.says()).isEqualTo("refused " + Problem.IN_USE);
        }
      }
    }
  }

  @Nested
  class NotUsable {
    @Test
    void aFileInPlaceOfTheFolder() throws IOException {
      path = Files.writeString(temp.resolve("notes.txt"), "mine");

      assertThat(refused()).returns(Problem.NOT_A_FOLDER, FolderException::problem);
      assertThat(path).hasContent("mine");
    }

    @Test
    void aFolderThatCannotBeCreatedBecauseItsParentIsAFile() throws IOException {
      path = Files.writeString(temp.resolve("notes.txt"), "mine").resolve("data");

      assertThat(refused())
          .returns(Problem.NOT_WRITABLE, FolderException::problem)
          .hasMessageContaining("creating it");
    }

    @Test
    void aReadOnlyFolderUnlessTheUserIsAboveSuchRules() throws IOException {
      Files.createDirectories(path);
      boolean effective = path.toFile().setWritable(false) && !Files.isWritable(path);
      assumeTrue(effective, "this user may write to read-only folders");

      assertThat(refused())
          .returns(Problem.NOT_WRITABLE, FolderException::problem)
          .hasMessageContaining("permission denied");
    }

    @Test
    void aDiskWithTooLittleSpace() {
      long justTooLittle = BrokerFolder.LEAST_SPACE_BYTES - 1;

      assertThat(
              catchThrowableOfType(
                  FolderException.class, () -> BrokerFolder.requireSpace(path, justTooLittle)))
          .returns(Problem.DISK_FULL, FolderException::problem)
          .hasMessageContaining("only 63 MiB are free");
      BrokerFolder.requireSpace(path, BrokerFolder.LEAST_SPACE_BYTES);
    }

    @Test
    void aFolderWithOtherThingsInItWhichAreLeftAlone() throws IOException {
      Files.createDirectories(path);
      Files.writeString(path.resolve("thesis.tex"), "mine");

      assertThat(refused()).returns(Problem.NOT_FLOODWALL_DATA, FolderException::problem);
      assertThat(path).isDirectoryContaining(file -> file.endsWith("thesis.tex"));
      assertThat(path.resolve(FolderLock.FILE)).doesNotExist();
    }

    @Test
    void aMarkerOfANewerFormat() throws IOException {
      markerSays("format.version=2\ncluster.id=abc\nnode.id=1\n");

      assertThat(refused())
          .returns(Problem.NEWER_FORMAT, FolderException::problem)
          .hasMessageContaining("format 2; this one knows 1");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "format.version=one\ncluster.id=abc\nnode.id=1\n",
          "format.version=0\ncluster.id=abc\nnode.id=1\n",
          "format.version=1\nnode.id=1\n",
          "format.version=1\ncluster.id=abc\n",
          "format.version=1\ncluster.id=\\uZZZZ\nnode.id=1\n"
        })
    void aDamagedMarker(String text) throws IOException {
      markerSays(text);

      assertThat(refused()).returns(Problem.DAMAGED, FolderException::problem);
    }

    @Test
    void kafkaLogsWithoutTheirMetaProperties() throws IOException {
      try (BrokerFolder folder = BrokerFolder.kept(path)) {
        KraftFormat.ensure(folder);
        Files.delete(folder.kafka().resolve("meta.properties"));

        assertThat(catchThrowableOfType(FolderException.class, () -> KraftFormat.ensure(folder)))
            .returns(Problem.DAMAGED, FolderException::problem);
      }
    }

    private void markerSays(String text) throws IOException {
      Files.createDirectories(path);
      Files.writeString(path.resolve(FolderMarker.FILE), text);
    }
  }

  @Nested
  class AfterACrashDuringTheFirstStart {
    @Test
    void aFolderWithNothingButTheLockFileIsNew() throws IOException {
      Files.createDirectories(path);
      Files.createFile(path.resolve(FolderLock.FILE));

      BrokerFolder.kept(path).close();
    }

    @Test
    void halfFormattedKafkaLogsAreFormattedAgain() throws IOException {
      try (BrokerFolder folder = BrokerFolder.kept(path)) {
        Files.createDirectories(path.resolve("kafka.new/left-over"));

        KraftFormat.ensure(folder);

        assertThat(folder.kafka().resolve("meta.properties")).isRegularFile();
        assertThat(folder.kafka().resolve("left-over")).doesNotExist();
      }
    }
  }

  @Nested
  class OpenedOnlyToLook {
    @Test
    void aFolderThatDoesNotExistIsRefusedAndNotCreated() {
      assertThat(refused(() -> BrokerFolder.existing(path)))
          .returns(Problem.NO_DATA, FolderException::problem);
      assertThat(path).doesNotExist();
    }

    @Test
    void anEmptyFolderIsRefusedAndStaysEmpty() throws IOException {
      Files.createDirectories(path);

      assertThat(refused(() -> BrokerFolder.existing(path)))
          .returns(Problem.NO_DATA, FolderException::problem);
      assertThat(path).isEmptyDirectory();
    }

    @Test
    void aFolderWithDataIsOpened() {
      BrokerFolder.kept(path).close();

      BrokerFolder.existing(path).close();
    }
  }
}
