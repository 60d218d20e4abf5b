package dev.cambium.engine.wal;

import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.page.Lsn;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a folder of WAL that ends at a chosen place, so that plain crash recovery of a Postgres
 * that starts on it stops there.
 *
 * <p>Segments that end before the place are shared with the source as hard links (copied where the
 * file system cannot link): finished segments never change. The segment that holds the last byte
 * before the place is always a file of its own, even if the place is exactly its end, with zeros
 * from the place on: it is where the new server writes. Of what lies before the place it holds what
 * recovery reads, which is its first page, for the header, and all from the page of the redo
 * position on; between them is a hole. When a call returns, all of it is durable; when it throws,
 * the files it made are gone.
 */
public final class WalCut {

    private static final Logger LOG = LoggerFactory.getLogger(WalCut.class);

    private final WalFolder source;
    private final Path target;
    private final List<Path> made = new ArrayList<>();

    private WalCut(WalFolder source, Path target) {
        this.source = source;
        this.target = target;
    }

    /**
     * Cuts at the last place between two records that is not after a position. Reads all WAL from
     * the redo position on, and so also proves that it is there and whole.
     *
     * @param redoLsn where replay will begin
     * @param position where to cut; inside a record it rounds down
     * @param target a folder without segments; made if it does not exist
     * @return where it was cut, for {@link RecoveryCheck}
     * @throws IOException if the source has no WAL up to the position, or a file cannot be made
     */
    public static WalEnd cut(WalFolder source, Lsn redoLsn, Lsn position, Path target)
            throws IOException {
        WalEnd end = WalWalker.roundDown(source, redoLsn, position);
        if (end.reason() != WalStop.LIMIT) {
            throw new IOException(
                    "there is no WAL up to "
                            + position
                            + ": it ends at "
                            + end.endLsnExclusive()
                            + ", "
                            + end.reason().sentence()
                            + "; choose an earlier moment");
        }
        cut(source, redoLsn, end, target);
        return end;
    }

    /**
     * Cuts at a place that is known to lie between two records; nothing is read but the segment it
     * lies in.
     *
     * @param end from {@link WalWalker} or {@link WalTail}, of the same folder
     */
    public static void cut(WalFolder source, Lsn redoLsn, WalEnd end, Path target)
            throws IOException {
        Invariant.check(
                !redoLsn.isAfter(end.lastRecordStart()),
                "a cut at %s lies before the end of the first record to replay, at %s",
                end.endLsnExclusive(),
                redoLsn);
        new WalCut(source, target).make(redoLsn, end.endLsnExclusive());
    }

    /**
     * The segments from the one that holds the last byte before a place on that other folders hold
     * links to. Must be empty before a Postgres whose WAL ends there is started: it writes to them.
     */
    public static List<Path> shared(Path walFolder, WalSegments segments, Lsn end)
            throws IOException {
        List<Path> shared = new ArrayList<>();
        long first = segments.numberOf(end.plus(-1));
        for (WalSegments.Segment segment : segments.list(walFolder)) {
            if (segment.number() >= first && linkCount(segment.path()) != 1) {
                shared.add(segment.path());
            }
        }
        return shared;
    }

    private void make(Lsn redoLsn, Lsn end) throws IOException {
        boolean isNew = !Files.exists(target);
        Files.createDirectories(target);
        WalSegments segments = source.segments();
        Invariant.check(segments.list(target).isEmpty(), "%s already holds WAL segments", target);
        try {
            long last = segments.numberOf(end.plus(-1));
            for (long number = segments.numberOf(redoLsn); number < last; number++) {
                share(number);
            }
            Lsn start = segments.startOf(last);
            int from = redoLsn.isBefore(start) ? 0 : pageOf((int) redoLsn.minus(start));
            copy(last, from, (int) end.minus(start));
            Files.createDirectories(target.resolve("archive_status"));
            Files.createDirectories(target.resolve("summaries"));
            List<Path> shared = shared(target, segments, end);
            Invariant.check(shared.isEmpty(), "the last segment %s is shared", shared);
            // Only now: the first sync writes the journal of the file system for all of them, where
            // a sync after each link would have to write it each time.
            for (Path file : made) {
                sync(file);
            }
            sync(target);
            Path parent = target.toAbsolutePath().getParent();
            if (isNew && parent != null) {
                sync(parent);
            }
        } catch (IOException | RuntimeException e) {
            undo(e);
            throw e;
        }
    }

    private void share(long number) throws IOException {
        Path from = existing(number);
        Path to = target.resolve(source.segments().nameOf(number));
        try {
            Files.createLink(to, from);
            made.add(to);
        } catch (FileSystemException | UnsupportedOperationException e) {
            // Another file system, one without links, or too many links to this file.
            LOG.debug("copying {} because it cannot be linked", from, e);
            copy(number, 0, source.segments().segmentBytes());
            return;
        }
        if (Files.size(to) != source.segments().segmentBytes()) {
            throw new EOFException(from + " is shorter than a segment; it was damaged");
        }
    }

    /**
     * @param from where a page begins; what lies before it, but for the first page, becomes a hole
     * @param to behind the last byte
     */
    private void copy(long number, int from, int to) throws IOException {
        Path original = existing(number);
        Path copy = target.resolve(source.segments().nameOf(number));
        if (Files.exists(copy)) {
            throw new FileAlreadyExistsException(copy.toString());
        }
        made.add(copy);
        try (FileChannel in = FileChannel.open(original, StandardOpenOption.READ);
                RandomAccessFile file = new RandomAccessFile(copy.toFile(), "rw");
                FileChannel out = file.getChannel()) {
            file.setLength(source.segments().segmentBytes());
            if (from > 0) {
                transfer(in, out, 0, WalPages.PAGE_BYTES);
            }
            transfer(in, out, from, to);
        }
    }

    private static void transfer(FileChannel in, FileChannel out, long from, long to)
            throws IOException {
        out.position(from);
        for (long at = from; at < to; ) {
            long now = in.transferTo(at, to - at, out);
            if (now <= 0) {
                throw new EOFException(
                        "a segment of WAL is shorter than it must be; it was damaged");
            }
            at += now;
        }
    }

    private static int pageOf(int offset) {
        return offset & -WalPages.PAGE_BYTES;
    }

    private Path existing(long number) throws IOException {
        Path file = source.find(number);
        if (file == null) {
            throw new NoSuchFileException(
                    source.segments().nameOf(number),
                    null,
                    "this WAL segment is needed and in none of " + source);
        }
        return file;
    }

    private void undo(Exception cause) {
        for (Path file : made) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private static int linkCount(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:nlink");
    }

    private static void sync(Path fileOrFolder) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
