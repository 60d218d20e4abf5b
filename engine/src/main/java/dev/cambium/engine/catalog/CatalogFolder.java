package dev.cambium.engine.catalog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder that a catalog lies in, made if needed, and locked for as long as this lives. */
final class CatalogFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogFolder.class);

    private final Path path;
    private final FileChannel lock;

    private CatalogFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * @throws CatalogLockedException if another engine has it
     * @throws CatalogException if it cannot be made or locked, or H2 could not open a file in it
     */
    static CatalogFolder take(Path requested) {
        Path path = made(requested);
        return new CatalogFolder(path, lock(path));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        release(lock);
    }

    private static Path made(Path requested) {
        String path = requested.toAbsolutePath().toString();
        if (path.contains(";") || path.contains("\\")) {
            // H2 ends the name at the one and makes a slash of the other.
            throw new CatalogException(
                    "The folder %s has a semicolon or a backslash in its name, which its catalog cannot be opened with. Choose another home folder."
                            .formatted(requested));
        }
        try {
            if (Files.notExists(requested)) {
                Files.createDirectories(requested.toAbsolutePath());
                // It holds the passwords of the roles.
                Files.setPosixFilePermissions(
                        requested, PosixFilePermissions.fromString("rwx------"));
            }
            return requested.toRealPath();
        } catch (IOException e) {
            throw new CatalogException(
                    "The folder %s for the catalog cannot be made: %s. Check the permissions of the folder above."
                            .formatted(requested, e.getMessage()),
                    e);
        }
    }

    /** H2 locks the file against other processes only; within one it would share it silently. */
    private static FileChannel lock(Path folder) {
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel =
                    FileChannel.open(
                            folder.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            LOG.debug("The catalog in {} is open in this process", folder);
        } catch (IOException e) {
            throw new CatalogException(
                    "The catalog in %s cannot be locked: %s. Check the folder's permissions."
                            .formatted(folder, e.getMessage()),
                    e);
        } finally {
            if (!locked && channel != null) {
                release(channel);
            }
        }
        if (channel == null || !locked) {
            throw CatalogLockedException.of(folder);
        }
        return channel;
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("The lock of the catalog could not be released", e);
        }
    }
}
