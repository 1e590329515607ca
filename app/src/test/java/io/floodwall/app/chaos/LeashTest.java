package io.floodwall.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who holds the other end, and what happens when nobody does. */
class LeashTest {
  @TempDir private Path folder;
  private final CountDownLatch letGo = new CountDownLatch(1);
  private Pipe pipe;

  @BeforeEach
  void open() throws IOException {
    pipe = Pipe.open();
  }

  @AfterEach
  void close() throws IOException {
    pipe.sink().close();
    pipe.source().close();
  }

  @Test
  void whenTheOtherEndIsGoneItIsLetGo() throws Exception {
    Leash leash = Leash.on(pipe.source(), letGo::countDown);
    pipe.sink().write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(leash.isTight()).isTrue();
    pipe.sink().close();
    assertThat(letGo.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void processOfTheWallEndsWhenItsStandardInputDoes() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ChildMain.class.getName(),
                "gate",
                "--bootstrap",
                "127.0.0.1:1",
                "--set",
                "floodwall.state.dir=" + folder)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      child.getOutputStream().close();
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isEqualTo(ChildMain.LET_GO);
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void loosenedItReadsNoMoreAndLetsNothingGo() throws Exception {
    Leash leash = Leash.on(pipe.source(), letGo::countDown);
    leash.loosen();
    await().until(() -> !leash.isTight());
    pipe.sink().close();
    assertThat(letGo.getCount()).isEqualTo(1);
  }
}
