package io.floodwall.app.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ThrowAwayFolderIT {
  @Test
  void aThrowAwayFolderIsGoneWhenItsProcessEndsWithoutClosingIt() throws Exception {
    Path folder;
    try (FolderUser process = FolderUser.ofThrowAway()) {
      String opened = process.says();
      assertThat(opened).startsWith("open ");
      folder = Path.of(opened.substring("open ".length()));
      assertThat(folder).isDirectory();
    }
    assertThat(folder).doesNotExist();
  }
}
