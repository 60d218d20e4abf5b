package dev.cambium.engine.wal;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the WAL of one timeline lies: what its own Postgres writes, and what recovery of it reads
 * from before it branched off ({@link WalCut}). Immutable.
 *
 * @param path a folder
 */
public record WalFolder(Path path, WalSegments segments) {

    /** The file that holds a segment, or null if there is none. */
    public @Nullable Path find(long segmentNumber) {
        Path file = path.resolve(segments.nameOf(segmentNumber));
        return Files.isRegularFile(file) ? file : null;
    }
}
