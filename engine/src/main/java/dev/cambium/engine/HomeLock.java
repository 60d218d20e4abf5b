package dev.cambium.engine;

import dev.cambium.engine.api.EngineException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets one engine serve a home; the kernel lets go of it when the engine ends, however it ends. */
final class HomeLock implements AutoCloseable {

    /**
     * The homes that this process serves. To ask the kernel about one of them again would lose its
     * lock: closing any descriptor of a file gives up all locks that the process has on it.
     */
    private static final Set<Path> SERVED = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /**
     * @throws EngineException if another engine serves the home
     */
    static HomeLock take(Path home) throws IOException {
        if (!SERVED.add(home)) {
            throw inUse(home);
        }
        @Nullable FileChannel channel = null;
        boolean taken = false;
        try {
            channel =
                    FileChannel.open(
                            home.resolve("engine.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(home);
            }
            taken = true;
            return new HomeLock(home, channel);
        } finally {
            if (!taken) {
                SERVED.remove(home);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        SERVED.remove(home);
    }

    private static EngineException inUse(Path home) {
        return new EngineException(
                409,
                "HOME_IN_USE",
                "Another engine serves %s already. Use that one, stop it with 'cambium engine stop', or choose another home with --home."
                        .formatted(home));
    }
}
