package dev.cambium.engine.timeline;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.posix.Folders;
import dev.cambium.engine.wal.WalSegments;
import dev.cambium.engine.wal.WalSegments.Segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Removes WAL that nothing needs any more. Postgres never does it here: every segment is the
 * archive of its timeline until the engine says otherwise.
 */
public final class WalRemoval {

    private WalRemoval() {}

    /**
     * Deletes the segments that end at or before a position, oldest first, so that a kill in
     * between leaves no gap. Segments that children link to stay theirs.
     *
     * @param needed the oldest redo position that anything may still replay from
     * @return how many segments went
     */
    public static int below(Path walFolder, WalSegments segments, Lsn needed) throws IOException {
        long first = segments.numberOf(needed);
        List<Segment> doomed =
                segments.list(walFolder).stream()
                        .filter(segment -> segment.number() < first)
                        .toList();
        for (Segment segment : doomed) {
            Files.deleteIfExists(segment.path());
        }
        if (!doomed.isEmpty()) {
            Folders.sync(walFolder);
        }
        return doomed.size();
    }
}
