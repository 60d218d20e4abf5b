package dev.cambium.engine.layer;

import dev.cambium.engine.posix.FileSystemSpace;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Refuses to promise space that is not there: a file is extended without reserving blocks, and
 * Postgres would otherwise learn of a full disk only when a sync fails, which stops the server.
 *
 * @param folder any folder on the disk in question
 */
record SpaceGuard(Path folder) {

    /** Left over for logs and manifests, so that a full disk does not keep one from tidying up. */
    private static final long RESERVE_BYTES = 8L << 20;

    void require(long bytes) throws IOException {
        if (FileSystemSpace.of(folder).availableBytes() - RESERVE_BYTES < bytes) {
            throw new FileError(
                    FileError.Reason.NO_SPACE, "the disk has no room for " + bytes + " bytes more");
        }
    }
}
