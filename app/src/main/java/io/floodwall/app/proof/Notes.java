package io.floodwall.app.proof;

import io.floodwall.app.cli.CommandException;
import io.floodwall.app.cli.ExitCode;
import io.floodwall.tlog.Checkpoint;
import io.floodwall.tlog.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The signed notes about one chain on a topic, with the size that each is of; damage ends it. */
final class Notes implements SealedChain.NoteSink {
  private final String topic;
  private final Sink sink;

  Notes(String topic, Sink sink) {
    this.topic = topic;
    this.sink = sink;
  }

  /** Takes a note's size and bytes. */
  interface Sink {
    void note(long size, byte[] bytes) throws IOException;
  }

  void read(SealedChain chain) {
    chain.notes(topic, this);
  }

  @Override
  public void note(SealedChain.Stored stored) {
    try {
      sink.note(Checkpoint.parse(stored.note().text()).size(), stored.bytes().toArray());
    } catch (FormatException e) {
      unreadable(stored.key() + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void unreadable(String problem) {
    throw new CommandException(
        ExitCode.TAMPER, topic + " is damaged: " + problem + "; run floodwall fsck");
  }
}
