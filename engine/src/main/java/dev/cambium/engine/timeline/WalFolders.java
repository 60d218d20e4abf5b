package dev.cambium.engine.timeline;

import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.AllocatedSpace;
import dev.cambium.engine.posix.Folders;
import dev.cambium.engine.volume.Together;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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

    /** Segments at the end of which one is being filled: Postgres makes the next one early. */
    private static final int GROWING = 2;

    /**
     * What was found in a folder that was changed last at a time.
     *
     * @param bytes of all but the last
     */
    private record Listed(FileTime changedAt, long bytes, List<Path> last) {}

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
     * All are looked at again only when files came or went; of the last two, of which Postgres
     * fills one, each time: a segment grows as it is filled.
     */
    public long allocatedBytes(TimelineId timeline) throws IOException {
        Path folder = of(timeline);
        Instant now = Instant.now();
        FileTime changedAt = Files.getLastModifiedTime(folder);
        Listed known = listed.get(timeline);
        if (known == null || !known.changedAt().equals(changedAt)) {
            known = list(folder, changedAt);
            if (changedAt.toInstant().plus(QUIET_MIN).isBefore(now)) {
                listed.put(timeline, known);
            }
        }
        long bytes = known.bytes();
        for (Path segment : known.last()) {
            bytes += allocatedOrNothing(segment);
        }
        return bytes;
    }

    private static Listed list(Path folder, FileTime changedAt) throws IOException {
        List<Path> files = files(folder);
        int growing = Math.max(0, files.size() - GROWING);
        long bytes = 0;
        for (Path file : files.subList(0, growing)) {
            bytes += allocatedOrNothing(file);
        }
        return new Listed(changedAt, bytes, List.copyOf(files.subList(growing, files.size())));
    }

    /**
     * What the segments of several timelines take together. Segments that they have from one
     * another, and those that others have, too, are links to one file.
     */
    public Together together(Set<TimelineId> timelines) throws IOException {
        Map<Long, AllocatedSpace> segments = new HashMap<>();
        Map<Long, Integer> links = new HashMap<>();
        for (TimelineId timeline : timelines) {
            for (Path file : files(of(timeline))) {
                try {
                    AllocatedSpace found = AllocatedSpace.look(file);
                    segments.put(found.inode(), found);
                    links.merge(found.inode(), 1, Integer::sum);
                } catch (NoSuchFileException removedMeanwhile) {
                    // Takes nothing.
                }
            }
        }
        long taken = 0;
        long own = 0;
        for (AllocatedSpace segment : segments.values()) {
            taken += segment.bytes();
            own += segment.links() == links.getOrDefault(segment.inode(), 0) ? segment.bytes() : 0;
        }
        return new Together(taken, own);
    }

    /** The segments, the newest last; none if there is no such folder. */
    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private static long allocatedOrNothing(Path file) throws IOException {
        try {
            return AllocatedSpace.of(file);
        } catch (NoSuchFileException removedMeanwhile) {
            return 0;
        }
    }
}
