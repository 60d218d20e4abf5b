package dev.cambium.engine.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.function.Predicate;

/**
 * Copies some files of one timeline into another one that is being made, block by block, so that
 * the two share nothing.
 */
final class PartialCopy {

    private static final int CHUNK_BYTES = 1 << 20;

    private final TimelineFiles source;
    private final TimelineFiles target;
    private final Predicate<String> keeps;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

    /**
     * @param keeps asked for the path of each folder and file, relative to PGDATA and with slashes;
     *     what lies in a folder that is not kept is not asked for
     */
    PartialCopy(TimelineFiles source, TimelineFiles target, Predicate<String> keeps) {
        this.source = source;
        this.target = target;
        this.keeps = keeps;
    }

    /** Copies what is kept; {@code pg_wal} becomes the target's own link. Nothing is synced. */
    void run() throws IOException {
        copyFolder(TimelineFiles.ROOT, TimelineFiles.ROOT, "");
        target.makeWalLink();
    }

    private void copyFolder(long from, long to, String prefix) throws IOException {
        for (FolderEntry entry : source.list(from)) {
            String path = prefix + entry.name();
            if (path.equals(Names.WAL_FOLDER) || !keeps.test(path)) {
                continue;
            }
            int permissions = source.status(entry.node()).permissions();
            switch (entry.kind()) {
                case FOLDER -> {
                    long made = target.mkdir(to, entry.name(), permissions).node();
                    copyFolder(entry.node(), made, path + "/");
                }
                case FILE -> copyFile(entry.node(), to, entry.name(), permissions);
                case LINK -> throw new FileSystemException(path, null, "it is a link, not a file");
            }
        }
    }

    private void copyFile(long from, long folder, String name, int permissions) throws IOException {
        long to = target.create(folder, name, permissions).node();
        try {
            long offset = 0;
            while (source.read(from, offset, chunk.clear()) > 0) {
                chunk.flip();
                int count = chunk.remaining();
                target.write(to, offset, chunk);
                offset += count;
            }
        } finally {
            // No kernel remembers a node that was made here.
            target.forget(to, 1);
        }
    }
}
