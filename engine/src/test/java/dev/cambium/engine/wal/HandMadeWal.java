package dev.cambium.engine.wal;

import dev.cambium.engine.page.Lsn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A small writer of WAL in the layout of Postgres 18, for tests that need damage in known places.
 * Holds everything in memory, from the begin of segment 1 on.
 */
public final class HandMadeWal {

    public static final int SEGMENT_BYTES = 1 << 20;
    public static final WalSegments SEGMENTS = new WalSegments(SEGMENT_BYTES);
    public static final Lsn START = new Lsn(SEGMENT_BYTES);

    private static final int PAGE = 8192;

    /** A record as it was written. */
    public record Written(Lsn lsn, Lsn endLsn, int length) {}

    private final ByteBuffer bytes;
    private final List<Written> records = new ArrayList<>();
    private int position;
    private long previous;

    public HandMadeWal(int segmentCount) {
        bytes = ByteBuffer.allocate(segmentCount * SEGMENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    List<Written> records() {
        return records;
    }

    public Written last() {
        return records.getLast();
    }

    /** Appends a record with main data only. */
    Written append(int id, int info, long xid, byte[] mainData) {
        return appendRaw(id, info, xid, withDataHeader(mainData), previous);
    }

    public Written append(int payloadBytes) {
        byte[] data = new byte[payloadBytes];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (1 + (i * 31 + position) % 255);
        }
        return append(10, 0, 7, data);
    }

    Written commit(long microseconds) {
        byte[] time =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(microseconds).array();
        return append(1, 0, 7, time);
    }

    Written switchSegment() {
        return appendRaw(0, 0x40, 0, new byte[0], previous);
    }

    Written appendPointingBackAt(Lsn wrong) {
        return appendRaw(10, 0, 7, withDataHeader(new byte[16]), wrong.value());
    }

    /** Goes to a page that does not continue the record before it. */
    Written overwriteFrom(Lsn page, Lsn tornRecord) {
        zeroFrom(page);
        position = (int) page.minus(START);
        beginPage(0);
        int flags = (int) page.minus(START) + 2;
        bytes.putShort(flags, (short) (bytes.getShort(flags) | 0x08));
        records.removeIf(record -> record.lsn().equals(tornRecord));
        previous = records.getLast().lsn().value();
        byte[] torn =
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(tornRecord.value())
                        .array();
        return append(0, 0xD0, 0, torn);
    }

    /** Makes everything from here on zero, as a cut or a crash would. */
    void zeroFrom(Lsn from) {
        for (int i = (int) from.minus(START); i < bytes.capacity(); i++) {
            bytes.put(i, (byte) 0);
        }
    }

    void flip(Lsn at) {
        int index = (int) at.minus(START);
        bytes.put(index, (byte) ~bytes.get(index));
    }

    byte[] image() {
        return bytes.array();
    }

    /** Writes the segments that are not wholly empty; existing files are overwritten in place. */
    public void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int segment = 0; segment * SEGMENT_BYTES < position; segment++) {
            byte[] part = new byte[SEGMENT_BYTES];
            bytes.get(segment * SEGMENT_BYTES, part);
            Files.write(folder.resolve(SEGMENTS.nameOf(segment + 1)), part);
        }
    }

    public static WalFolder walIn(Path folder) {
        return new WalFolder(folder, SEGMENTS);
    }

    private static byte[] withDataHeader(byte[] data) {
        ByteBuffer all =
                ByteBuffer.allocate(data.length + (data.length < 256 ? 2 : 5))
                        .order(ByteOrder.LITTLE_ENDIAN);
        if (data.length < 256) {
            all.put((byte) 255).put((byte) data.length);
        } else {
            all.put((byte) 254).putInt(data.length);
        }
        return all.put(data).array();
    }

    private Written appendRaw(int id, int info, long xid, byte[] payload, long prev) {
        int length = 24 + payload.length;
        ByteBuffer record = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt(length).putInt((int) xid).putLong(prev).put((byte) info).put((byte) id);
        record.position(24);
        record.put(payload);
        CRC32C crc = new CRC32C();
        crc.update(record.array(), 24, payload.length);
        crc.update(record.array(), 0, 20);
        record.putInt(20, (int) crc.getValue());

        beginPage(0);
        Lsn lsn = START.plus(position);
        int done = 0;
        while (done < length) {
            beginPage(length - done);
            int now = Math.min(length - done, PAGE - position % PAGE);
            bytes.put(position, record.array(), done, now);
            position += now;
            done += now;
        }
        position = (position + 7) & -8;
        if (id == 0 && info == 0x40) {
            position = (position + SEGMENT_BYTES - 1) & -SEGMENT_BYTES;
        }
        previous = lsn.value();
        Written written = new Written(lsn, START.plus(position), length);
        records.add(written);
        return written;
    }

    /** Writes a page header if the position is the begin of a page. */
    private void beginPage(int remaining) {
        if (position % PAGE != 0) {
            return;
        }
        boolean first = isFirstPage(position);
        int at = position;
        bytes.putShort(at, (short) WalPages.MAGIC_18);
        bytes.putShort(at + 2, (short) ((remaining > 0 ? 1 : 0) | (first ? 2 : 0)));
        bytes.putInt(at + 4, 1);
        bytes.putLong(at + 8, START.value() + at);
        bytes.putInt(at + 16, remaining);
        if (first) {
            bytes.putLong(at + 24, 4711);
            bytes.putInt(at + 32, SEGMENT_BYTES);
            bytes.putInt(at + 36, PAGE);
        }
        position += first ? 40 : 24;
    }

    private static boolean isFirstPage(int position) {
        return position % SEGMENT_BYTES == 0;
    }
}
