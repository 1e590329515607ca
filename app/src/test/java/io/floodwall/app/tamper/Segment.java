package io.floodwall.app.tamper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.Crc32C;

/** The log of one partition in a broker's data folder, as bytes on its disk. */
final class Segment {
  private static final int CRC_AT = 17;
  private static final int CRC_FROM = 21;

  private final Path file;
  private final byte[] bytes;

  private Segment(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  static Segment of(Path data, String topic, int partition) throws IOException {
    Path file =
        data.resolve("kafka").resolve(topic + "-" + partition).resolve("0".repeat(20) + ".log");
    return new Segment(file, Files.readAllBytes(file));
  }

  /** A batch of records that are not a transaction's marker. */
  private record Batch(int at, MutableRecordBatch of) {}

  private List<Batch> batches() {
    var found = new ArrayList<Batch>();
    int at = 0;
    for (MutableRecordBatch batch :
        MemoryRecords.readableRecords(ByteBuffer.wrap(bytes)).batches()) {
      if (!batch.isControlBatch()) {
        found.add(new Batch(at, batch));
      }
      at += batch.sizeInBytes();
    }
    return found;
  }

  /**
   * Flips one bit of one record's value.
   *
   * @param mended whether the batch's checksum is made to fit, so that everybody is served it
   * @return where
   */
  String flip(Random random, boolean mended) throws IOException {
    List<Batch> batches = batches();
    Batch batch = batches.get(random.nextInt(batches.size()));
    var records = new ArrayList<Record>();
    batch.of.forEach(records::add);
    Record record = records.get(random.nextInt(records.size()));
    ByteBuffer value = record.value();
    int bit = random.nextInt(value.remaining() * 8);
    bytes[value.arrayOffset() + value.position() + bit / 8] ^= (byte) (1 << (bit % 8));
    if (mended) {
      int length = batch.of.sizeInBytes();
      long crc = Crc32C.compute(bytes, batch.at + CRC_FROM, length - CRC_FROM);
      ByteBuffer.wrap(bytes).putInt(batch.at + CRC_AT, (int) crc);
    }
    Files.write(file, bytes);
    return file.getParent().getFileName() + "@" + record.offset() + " bit " + bit;
  }
}
