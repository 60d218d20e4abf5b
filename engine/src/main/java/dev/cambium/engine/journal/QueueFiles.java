package dev.cambium.engine.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
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
 */
final class QueueFiles {

    static final String SUFFIX = "F.cq4";

    /** Chronicle's list of files and its locks: derived, and made anew at each opening. */
    static final String TABLE = "metadata.cq4t";

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

    /**
     * What is wrong with the files, or empty. A file whose writer was killed before it could hold
     * an entry is deleted.
     */
    static Optional<String> damage(Path folder) throws IOException {
        long checkedBytes = 0;
        for (Path file : days(folder).descendingMap().values()) {
            if (checkedBytes >= MAX_CHECKED_BYTES) {
                break;
            }
            checkedBytes += Files.size(file);
            Optional<String> damage = damageIn(file);
            if (damage.isPresent()) {
                return damage.map(what -> file.getFileName() + " " + what);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> damageIn(Path path) throws IOException {
        // Not a channel: an interrupt does not close it.
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            QueueFileCheck check = new QueueFileCheck(file);
            if (check.isUnborn()) {
                Files.delete(path);
                return Optional.empty();
            }
            return check.damage();
        }
    }
}
