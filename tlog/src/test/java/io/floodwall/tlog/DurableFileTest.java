package io.floodwall.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is replaced as a whole. */
final class DurableFileTest {
  @TempDir private Path folder;

  @Test
  void aFileIsMadeWithItsFolderAndThenReplaced() throws Exception {
    Path file = folder.resolve("pins").resolve("0.note");
    DurableFile.write(file, "a long first text\n");
    DurableFile.write(file, "\u00fc\n");

    assertThat(file).hasContent("\u00fc\n");
    try (var left = Files.list(folder.resolve("pins"))) {
      assertThat(left).as("nothing half-written is left").containsExactly(file);
    }
  }

  @Test
  void whatAnEarlierEndLeftHalfWrittenIsInNobodysWay() throws Exception {
    Path file = folder.resolve("0.note");
    Files.writeString(folder.resolve("0.note.tmp"), "half of a much longer text than the next one");
    DurableFile.write(file, "whole");

    assertThat(file).hasContent("whole");
  }

  @Test
  void aFileThatCannotBeWrittenStaysAsItWas() throws Exception {
    Path file = folder.resolve("0.note");
    Files.writeString(file, "before");
    Files.createDirectory(folder.resolve("0.note.tmp")); // where the new text would go

    assertThatThrownBy(() -> DurableFile.write(file, "after")).isInstanceOf(IOException.class);
    assertThat(file).hasContent("before");
  }
}
