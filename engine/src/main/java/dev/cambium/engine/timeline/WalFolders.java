package dev.cambium.engine.timeline;

import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.Folders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The {@code pg_wal} of every timeline, one folder each, on the native file system. A timeline's
 * own WAL is its archive: Postgres never removes any of it.
 */
public final class WalFolders {

    private final Path root;

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
        Folders.deleteTree(of(timeline));
        Folders.sync(root);
    }

    /**
     * Bytes of disk that the segments of a timeline take, links to a parent's segments included.
     */
    public long allocatedBytes(TimelineId timeline) throws IOException {
        long total = 0;
        try (Stream<Path> files = Files.list(of(timeline))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file)) {
                    total += Files.size(file);
                }
            }
        }
        return total;
    }
}
