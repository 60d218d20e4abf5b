package dev.cambium.engine.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of the queue, seen without Chronicle. Chronicle maps them into memory and believes what
 * they say: a damaged length can end the whole JVM. So they are looked through first with ordinary
 * reads.
 *
 * <p>A file is a row of messages, each after a 4-byte little-endian header at a multiple of 4: bit
 * 31 not yet complete, bit 30 Chronicle's own, 30 bits of length; 0 is the end. Source:
 * chronicle-queue 2026.4 and the files it writes.
 */
final class QueueFiles {

    static final String SUFFIX = "F.cq4";

    /** Chronicle's list of files and its locks: derived, and made anew at each opening. */
    static final String TABLE = "metadata.cq4t";

    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int META_DATA = 0x4000_0000;
    private static final int LENGTH = 0x3FFF_FFFF;

    /** Chronicle's own first message names its type within this many bytes. */
    private static final int HEADER_BYTES = 0x50;

    /** Where Chronicle keeps the position of the last message, from which it appends. */
    private static final int WRITE_POSITION_OFFSET = 0x40;

    /** Our entries are a few hundred bytes; texts are cut. */
    private static final int MAX_ENTRY_BYTES = 1 << 20;

    /**
     * The newest files are looked through, up to about so many bytes, some 600,000 entries. What is
     * older is checked entry by entry when it is read.
     */
    private static final long MAX_CHECKED_BYTES = 64L << 20;

    private QueueFiles() {}

    /** The days that have a file, in order. */
    static NavigableMap<LocalDate, Path> days(Path folder) throws IOException {
        NavigableMap<LocalDate, Path> days = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                try {
                    days.put(
                            LocalDate.parse(
                                    name.substring(0, name.length() - SUFFIX.length()),
                                    DateTimeFormatter.BASIC_ISO_DATE),
                            file);
                } catch (DateTimeParseException notOurs) {
                    // Chronicle passes over it as well.
                }
            }
        }
        return days;
    }

    /** What is wrong with the files, or empty. */
    static Optional<String> damage(Path folder) throws IOException {
        long checkedBytes = 0;
        for (Path file : days(folder).descendingMap().values()) {
            if (checkedBytes >= MAX_CHECKED_BYTES) {
                break;
            }
            Optional<String> damage = damageIn(file);
            if (damage.isPresent()) {
                return damage.map(what -> file.getFileName() + " " + what);
            }
            checkedBytes += Files.size(file);
        }
        return Optional.empty();
    }

    private static Optional<String> damageIn(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            // Buffered by hand: RandomAccessFile is not closed by an interrupt as a channel is.
            WindowedReader reader = new WindowedReader(file);
            if (reader.size() < HEADER_BYTES || !isQueueHeader(reader)) {
                return Optional.of("does not begin as a queue file");
            }
            return walk(reader);
        }
    }

    private static boolean isQueueHeader(WindowedReader reader) throws IOException {
        byte[] start = reader.bytes(4, HEADER_BYTES - 4);
        return (reader.header(0) & (NOT_COMPLETE | META_DATA)) == META_DATA
                && new String(start, StandardCharsets.ISO_8859_1).contains("SCQStore");
    }

    private static Optional<String> walk(WindowedReader reader) throws IOException {
        long writePosition = reader.longAt(WRITE_POSITION_OFFSET);
        boolean metWritePosition = writePosition == 0;
        long position = 0;
        while (position + 4 <= reader.size()) {
            int header = reader.header(position);
            int length = header & LENGTH;
            if (header == 0 || (header & NOT_COMPLETE) != 0) {
                // The end, or a message whose writer was killed before it was acknowledged.
                break;
            }
            if (position + 4 + length > reader.size()) {
                return Optional.of("ends in the middle of a message at byte " + position);
            }
            if ((header & META_DATA) == 0
                    && (length > MAX_ENTRY_BYTES
                            || !EntryCodec.isWhole(reader.bytes(position + 4, length)))) {
                return Optional.of("holds a damaged entry at byte " + position);
            }
            metWritePosition |= position == writePosition;
            position = (position + 4 + length + 3) & ~3L;
        }
        return metWritePosition
                ? Optional.empty()
                : Optional.of("says its last message is at byte " + writePosition);
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

        int header(long position) throws IOException {
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
