package dev.cambium.engine.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Looks through one file of the queue: everything that Chronicle follows as a position or a length,
 * and the checksum of every entry.
 *
 * <p>A file is a row of messages, each after a 4-byte little-endian header at a multiple of 4: bit
 * 31 not yet complete, bit 30 Chronicle's own, 30 bits of length; 0 is the end. The first message
 * is the file's header, the other ones of Chronicle are indexes: a name, then 4,096 positions of 8
 * bytes. Source: chronicle-queue 2026.4 ({@code SingleChronicleQueueStore}, {@code SCQIndexing})
 * and the files it writes.
 */
final class QueueFileCheck {

    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int META_DATA = 0x4000_0000;
    private static final int LENGTH = 0x3FFF_FFFF;

    /** The file's header and, within it, what changes: the rest is the same in every file. */
    private static final int HEADER_BYTES = 0xC8;

    private static final int WRITE_POSITION = 0x40;
    private static final int ENCODED_SEQUENCE = 0x48;
    private static final int LAST_INDEX = 0xB0;

    /** CRC-32C of the header with zeros in what changes, for each Chronicle there was. */
    private static final Set<Integer> KNOWN_HEADERS = Set.of(0x7A3D_529A);

    /** Of the roll cycle FAST_DAILY: every 256th entry is in an index of 4,096. */
    private static final int INDEX_SPACING = 256;

    private static final int INDEX_VALUES = 4_096;

    /** Our entries are a few hundred bytes; texts are cut. */
    private static final int MAX_ENTRY_BYTES = 1 << 20;

    private final WindowedReader reader;

    /** Where messages begin, in units of 4 bytes. */
    private final BitSet starts = new BitSet();

    private final BitSet indexed = new BitSet();
    private int entryCount;

    /** The number of the entry at the write position, -1 if none is there. */
    private int lastEntry = -1;

    QueueFileCheck(RandomAccessFile file) throws IOException {
        reader = new WindowedReader(file);
    }

    /** Whether its writer was killed before the file had a header, and so before any entry. */
    boolean isUnborn() throws IOException {
        if (reader.size() >= 4) {
            int header = reader.intAt(0);
            if (header != 0 && (header & NOT_COMPLETE) == 0) {
                return false;
            }
        }
        for (long position = HEADER_BYTES; position + 8 <= reader.size(); position += 8) {
            if (reader.longAt(position) != 0) {
                return false;
            }
        }
        return true;
    }

    /** What is wrong with the file, or empty. */
    Optional<String> damage() throws IOException {
        if (reader.size() < HEADER_BYTES || !KNOWN_HEADERS.contains(headerCrc())) {
            return Optional.of("does not begin as a queue file");
        }
        return walk().or(this::wrongPosition);
    }

    private int headerCrc() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(reader.bytes(0, HEADER_BYTES));
        header.putLong(WRITE_POSITION, 0).putLong(ENCODED_SEQUENCE, 0).putLong(LAST_INDEX, 0);
        CRC32C crc = new CRC32C();
        crc.update(header.array());
        return (int) crc.getValue();
    }

    private Optional<String> walk() throws IOException {
        long writePosition = reader.longAt(WRITE_POSITION);
        long position = 0;
        while (position + 4 <= reader.size()) {
            starts.set(unit(position));
            int header = reader.intAt(position);
            int length = header & LENGTH;
            if (header == 0 || (header & NOT_COMPLETE) != 0) {
                // The end, or a message whose writer was killed before it was acknowledged.
                break;
            }
            if (position + 4 + length > reader.size()) {
                return Optional.of("ends in the middle of a message at byte " + position);
            }
            if ((header & META_DATA) == 0) {
                if (length > MAX_ENTRY_BYTES
                        || !EntryCodec.isWhole(reader.bytes(position + 4, length))) {
                    return Optional.of("holds a damaged entry at byte " + position);
                }
                if (position == writePosition) {
                    lastEntry = entryCount;
                }
                entryCount++;
            } else if (position > 0 && !takeIndex(position + 4, length)) {
                return Optional.of("holds a damaged index at byte " + position);
            }
            position = (position + 4 + length + 3) & ~3L;
        }
        return Optional.empty();
    }

    /** An index ends with its values; what they point at may come later in the file. */
    private boolean takeIndex(long start, int length) throws IOException {
        long values = start + length - INDEX_VALUES * 8L;
        if (values < start + 16
                || reader.longAt(values - 16) != INDEX_VALUES
                || Long.compareUnsigned(reader.longAt(values - 8), INDEX_VALUES) > 0) {
            return false;
        }
        for (int i = 0; i < INDEX_VALUES; i++) {
            long value = reader.longAt(values + i * 8L);
            if (value < 0 || value >= reader.size() || (value & 3) != 0) {
                return false;
            }
            if (value != 0) {
                indexed.set(unit(value));
            }
        }
        return true;
    }

    private Optional<String> wrongPosition() {
        try {
            long writePosition = reader.longAt(WRITE_POSITION);
            long encoded = reader.longAt(ENCODED_SEQUENCE);
            long lastIndex = reader.longAt(LAST_INDEX);
            indexed.andNot(starts);
            boolean wrong =
                    !indexed.isEmpty()
                            || writePosition < 0
                            || writePosition >= reader.size()
                            || (writePosition & 3) != 0
                            || !starts.get(unit(writePosition))
                            // If its upper half is of another position, Chronicle passes over it.
                            || (lastEntry >= 0
                                    && encoded >>> 32 == (writePosition & 0xFFFF_FFFFL)
                                    && (int) encoded != lastEntry)
                            || lastIndex < 0
                            || lastIndex % INDEX_SPACING != 0
                            || lastIndex > (long) entryCount + INDEX_SPACING;
            return wrong ? Optional.of("points to where no message is") : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int unit(long position) {
        return Math.toIntExact(position / 4);
    }

    /** Reads small pieces near one another through one buffer. */
    private static final class WindowedReader {

        private static final int WINDOW_BYTES = 1 << 16;

        private final RandomAccessFile file;
        private final long size;
        private final byte[] window = new byte[WINDOW_BYTES];
        private long start;
        private int filled;

        WindowedReader(RandomAccessFile file) throws IOException {
            this.file = file;
            this.size = file.length();
        }

        long size() {
            return size;
        }

        int intAt(long position) throws IOException {
            return little(position, 4).getInt();
        }

        long longAt(long position) throws IOException {
            return little(position, 8).getLong();
        }

        byte[] bytes(long position, int length) throws IOException {
            byte[] bytes = new byte[length];
            if (position >= start && position + length <= start + filled) {
                System.arraycopy(window, Math.toIntExact(position - start), bytes, 0, length);
            } else if (length > WINDOW_BYTES / 2) {
                file.seek(position);
                file.readFully(bytes);
            } else {
                start = position;
                filled = Math.toIntExact(Math.min(WINDOW_BYTES, size - position));
                file.seek(position);
                file.readFully(window, 0, filled);
                System.arraycopy(window, 0, bytes, 0, length);
            }
            return bytes;
        }

        private ByteBuffer little(long position, int length) throws IOException {
            return ByteBuffer.wrap(bytes(position, length)).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
