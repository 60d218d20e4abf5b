package dev.cambium.engine.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Copies a native data folder into a new timeline. The source is left as it is. */
final class FolderImport {

    private static final int CHUNK_BYTES = 1 << 20;

    private final TimelineFiles target;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

    FolderImport(TimelineFiles target) {
        this.target = target;
    }

    /** Copies all but {@code pg_wal}, which becomes the timeline's link. Nothing is synced. */
    void run(Path source) throws IOException {
        copyFolder(source, TimelineFiles.ROOT);
        target.makeWalLink();
    }

    private void copyFolder(Path source, long folder) throws IOException {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(source)) {
            entries = listed.sorted().toList();
        }
        for (Path entry : entries) {
            String name = entry.getFileName().toString();
            if (folder == TimelineFiles.ROOT && name.equals(Names.WAL_FOLDER)) {
                continue;
            }
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                copyFolder(entry, target.mkdir(folder, name, permissions(entry)).node());
            } else if (Files.isSymbolicLink(entry)) {
                target.symlink(folder, name, Files.readSymbolicLink(entry).toString());
            } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                copyFile(entry, folder, name);
            } else {
                throw new FileSystemException(
                        entry.toString(), null, "it is neither a file, a folder nor a link");
            }
        }
    }

    private void copyFile(Path source, long folder, String name) throws IOException {
        long node = target.create(folder, name, permissions(source)).node();
        try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ)) {
            long offset = 0;
            while (from.read(chunk.clear()) >= 0) {
                chunk.flip();
                int count = chunk.remaining();
                target.write(node, offset, chunk);
                offset += count;
            }
        } finally {
            // No kernel remembers a node that was made here.
            target.forget(node, 1);
        }
    }

    static int permissions(Path path) throws IOException {
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return mode & 07777;
    }
}
