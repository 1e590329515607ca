package io.floodwall.app.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.floodwall.app.cli.OutputFormat;
import io.floodwall.core.ledger.LedgerEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Printing that is cut short or meets damage. */
class CatTest {
  private static final TopicPartition CHAIN = new TopicPartition("ledger", 0);

  private final Draft draft = Draft.of("test", 0, 5);
  private final StringWriter told = new StringWriter();
  private final StringWriter printed = new StringWriter();

  private Cat cat(PrintWriter to) {
    var out = new DataOut(to);
    return new Cat(
        (entry, payload) -> true,
        new EntryPrinter(OutputFormat.json, out),
        Draft.CODECS,
        out,
        new DataOut(new PrintWriter(told, true)));
  }

  private ConsumerRecord<byte[], byte[]> record(int seq) {
    Draft.Row row = draft.rows.get(seq);
    return new ConsumerRecord<>("ledger", 0, seq, row.key().getBytes(UTF_8), row.bytes());
  }

  @Test
  void behindHeadThePrintingStopsOnceThePipeIsClosed() {
    var pipe = new PipeToHead(1);
    // As the process has it: a writer around System.out, which itself never throws.
    var out = new PrintWriter(new PrintStream(pipe, false, UTF_8), false, UTF_8);
    Cat cat = cat(out);

    cat.record(record(0));
    cat.progress(1, 5);
    cat.record(record(1));

    assertThatThrownBy(() -> cat.progress(2, 5)).isInstanceOf(Cat.NobodyReads.class);
    assertThat(pipe.writes).isEqualTo(2);
    assertThat(told.toString()).isEmpty();
  }

  @Test
  void aTombstoneAndAnUnsoundEntryAreToldAndMakeItTamper() {
    Cat cat = cat(new PrintWriter(printed, true));
    var entry = draft.entry(2);
    var unsound =
        new LedgerEntry(
            2, entry.prev(), entry.prev(), entry.kind(), entry.schema(), entry.payload());
    draft.value(1, null);
    draft.value(2, draft.row(unsound).bytes());

    cat.record(record(1));
    cat.record(record(2));

    assertThat(cat.exitCode()).isEqualTo(5);
    assertThat(printed.toString()).hasLineCount(1);
    assertThat(told.toString())
        .contains("ledger-0@1: the record under key 0/0000000000000001 was deleted")
        .contains("ledger-0@2: the digest is not that of the entry's fields");
  }

  @Test
  void aStretchOfUnreadableBytesIsToldOnce() {
    Cat cat = cat(new PrintWriter(printed, true));

    for (long offset = 7; offset < 10; offset++) {
      cat.unreadable(CHAIN, offset, new KafkaException("outer", new KafkaException("bad crc")));
    }
    cat.end();

    assertThat(cat.exitCode()).isEqualTo(5);
    assertThat(told.toString().lines())
        .containsExactly("ledger-0@7: bad crc", "  and so to ledger-0@9");
  }

  @Test
  void soundEntriesExitWithZero() {
    Cat cat = cat(new PrintWriter(printed, true));

    cat.record(record(0));
    cat.record(record(4));

    assertThat(cat.exitCode()).isZero();
    assertThat(told.toString()).isEmpty();
    assertThat(printed.toString()).hasLineCount(2);
  }

  /** A pipe whose reader goes away after so many writes. */
  private static final class PipeToHead extends OutputStream {
    private final int writesMax;
    private int writes;

    PipeToHead(int writesMax) {
      this.writesMax = writesMax;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      writes++;
      if (writes > writesMax) {
        throw new IOException("Broken pipe");
      }
    }
  }
}
