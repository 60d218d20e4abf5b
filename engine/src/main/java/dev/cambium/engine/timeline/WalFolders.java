package dev.cambium.engine.timeline;

import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.Folders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The {@code pg_wal} of every timeline, one folder each, on the native file system. A timeline's
 * own WAL is its archive: Postgres never removes any of it.
 */
public final class WalFolders {

    /**
     * A folder that changed more recently may be about to change again, in the same step of the
     * file system's clock or while a segment in it is still being copied.
     */
    private static final Duration QUIET_MIN = Duration.ofSeconds(5);

    /** What was found in a folder that was changed last at a time. */
    private record Listed(FileTime changedAt, long bytes) {}

    private final Path root;
    private final Map<TimelineId, Listed> listed = new ConcurrentHashMap<>();

    /** Opens the folders below a root, made when missing. */
    public WalFolders(Path root) throws IOException {
        this.root = Files.createDirectories(root).toAbsolutePath();
    }

    public Path of(TimelineId timeline) {
        return root.resolve(timeline.value());
    }

    /** The timelines that have a WAL folder. */
    public Set<TimelineId> timelines() throws IOException {
        Set<TimelineId> found = new HashSet<>();
        try (Stream<Path> folders = Files.list(root)) {
            folders.map(folder -> folder.getFileName().toString())
                    .filter(TimelineId::isId) // whatever else lies there is not ours
                    .forEach(name -> found.add(new TimelineId(name)));
        }
        return found;
    }

    /** Makes an empty folder as initdb would; {@link #sync} makes it durable. */
    public Path create(TimelineId timeline) throws IOException {
        Path folder = Files.createDirectory(of(timeline));
        Folders.makePrivate(folder);
        Files.createDirectory(folder.resolve("archive_status"));
        Files.createDirectory(folder.resolve("summaries"));
        return folder;
    }

    /**
     * Makes the names of all WAL folders durable; what is in them is synced by who puts it there.
     */
    public void sync() throws IOException {
        Folders.sync(root);
    }

    /** Deletes a folder and all WAL in it; does nothing if there is none. */
    public void delete(TimelineId timeline) throws IOException {
        listed.remove(timeline);
        Folders.deleteTree(of(timeline));
        Folders.sync(root);
    }

    /**
     * Bytes of disk that the segments of a timeline take, links to a parent's segments included.
     * The folder is listed again only when files came or went: a segment has its full length from
     * its beginning.
     */
    public long allocatedBytes(TimelineId timeline) throws IOException {
        Path folder = of(timeline);
        Instant now = Instant.now();
        FileTime changedAt = Files.getLastModifiedTime(folder);
        Listed known = listed.get(timeline);
        if (known != null && known.changedAt().equals(changedAt)) {
            return known.bytes();
        }
        long bytes = bytesIn(folder);
        if (changedAt.toInstant().plus(QUIET_MIN).isBefore(now)) {
            listed.put(timeline, new Listed(changedAt, bytes));
        }
        return bytes;
    }

    private static long bytesIn(Path folder) throws IOException {
        long total = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file)) {
                    total += Files.size(file);
                }
            }
        }
        return total;
    }
}
