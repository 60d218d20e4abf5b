package dev.cambium.engine.layer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two engines from opening the same store; the system releases it when a process ends. */
final class StoreLock implements AutoCloseable {

    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws IOException with a sentence if another process, or this one, has the store open
     */
    static StoreLock take(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new StoreLock(channel);
            }
        } catch (OverlappingFileLockException inThisProcess) {
            // Answered below.
        }
        channel.close();
        throw new IOException(root + " is open in another engine; stop that one first");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
