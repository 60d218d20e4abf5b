package dev.cambium.engine.testing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for tests that write gigabytes nobody has to keep: in memory where there is enough. */
public final class RoomyFolder {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long BYTES_MIN = 3L << 30;

    private @Nullable Path inMemory;

    /** A new folder in memory, or the given one; {@link #free} takes the new one away. */
    public Path inMemoryOr(Path temporary) throws IOException {
        boolean roomy =
                Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > BYTES_MIN;
        if (!roomy) {
            return temporary;
        }
        Path made = Files.createTempDirectory(MEMORY, "cambium-copies-");
        inMemory = made;
        return made;
    }

    public void free() throws IOException {
        Path made = inMemory;
        if (made != null) {
            inMemory = null;
            TestBinaries.deleteTree(made);
        }
    }
}
