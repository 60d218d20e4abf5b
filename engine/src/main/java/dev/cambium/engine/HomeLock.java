package dev.cambium.engine;

import dev.cambium.engine.api.EngineException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one engine serve a home; the kernel lets go of it when the engine ends, however it ends. */
final class HomeLock implements AutoCloseable {

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws EngineException if another engine serves the home
     */
    static HomeLock take(Path home) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        home.resolve("engine.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new EngineException(
                    409,
                    "HOME_IN_USE",
                    "Another engine serves %s already. Use that one, stop it with 'cambium engine stop', or choose another home with --home."
                            .formatted(home));
        }
        return new HomeLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException servedByThisProcess) {
            return null;
        }
    }
}
