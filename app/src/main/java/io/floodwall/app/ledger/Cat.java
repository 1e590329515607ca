package io.floodwall.app.ledger;

import io.floodwall.app.cli.ExitCode;
import io.floodwall.app.wall.TopicReader;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Prints the entries of chains as they are read; what is no entry, or does not decode, is told on
 * stderr with its place, and the printing goes on.
 */
final class Cat implements TopicReader.Sink {
  private final BiPredicate<LedgerEntry, Payload> wanted;
  private final EntryPrinter printer;
  private final Codecs codecs;
  private final DataOut out;
  private final DataOut talk;
  private boolean damaged;
  private boolean newer;
  private @Nullable TopicPartition gapIn;
  private long gapFirst;
  private long gapLast;

  Cat(
      BiPredicate<LedgerEntry, Payload> wanted,
      EntryPrinter printer,
      Codecs codecs,
      DataOut out,
      DataOut talk) {
    this.wanted = wanted;
    this.printer = printer;
    this.codecs = codecs;
    this.out = out;
    this.talk = talk;
  }

  /** Thrown to stop reading when what is printed goes nowhere. */
  static final class NobodyReads extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NobodyReads() {
      super("the output is closed", null, false, false);
    }
  }

  @Override
  public void record(ConsumerRecord<byte[], byte[]> record) {
    String place = Where.of(record);
    if (record.value() == null) {
      damaged(place, "the record under key " + Where.key(record) + " was deleted");
      return;
    }
    try {
      LedgerEntry entry = codecs.ledgerEntry().decode(record.value());
      if (!entry.isSound()) {
        damaged(place, "the digest is not that of the entry's fields");
      }
      Payload payload = Payload.of(entry, codecs);
      if (payload instanceof Payload.Opaque opaque) {
        opaque(place, opaque, entry.isSound());
      }
      if (wanted.test(entry, payload)) {
        printer.print(record, entry, payload);
      }
    } catch (MalformedRecordException e) {
      damaged(place, "not an entry: " + e.getMessage());
    }
  }

  @Override
  public void unreadable(TopicPartition partition, long offset, KafkaException why) {
    if (partition.equals(gapIn) && gapLast + 1 == offset) {
      gapLast = offset;
      return;
    }
    end();
    damaged(Where.of(partition.topic(), partition.partition(), offset), Where.why(why));
    gapIn = partition;
    gapFirst = offset;
    gapLast = offset;
  }

  @Override
  public void progress(long done, long total) {
    if (out.isClosed()) {
      throw new NobodyReads();
    }
  }

  /** Says how far the last stretch of unreadable bytes went. */
  void end() {
    if (gapIn != null && gapLast > gapFirst) {
      talk.text("  and so to " + Where.of(gapIn.topic(), gapIn.partition(), gapLast));
    }
    gapIn = null;
  }

  /** 5 when something is damaged; 1 when something needs a newer floodwall. */
  int exitCode() {
    if (damaged) {
      return ExitCode.TAMPER;
    }
    return newer ? ExitCode.ERROR : ExitCode.OK;
  }

  private void opaque(String place, Payload.Opaque opaque, boolean sound) {
    if (sound && opaque.mayBeNewer()) {
      newer = true;
      talk.text(place + ": " + opaque.why() + ": a newer floodwall may know it");
    } else {
      damaged(place, "the payload does not decode: " + opaque.why());
    }
  }

  private void damaged(String place, String what) {
    damaged = true;
    talk.text(place + ": " + what);
  }
}
