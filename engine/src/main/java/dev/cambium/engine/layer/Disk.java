package dev.cambium.engine.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The calls by which bytes reach the disk and become durable: the seam at which tests let a disk
 * run full or forget what was not synced. Thread-safe.
 */
interface Disk {

    /** The real one. */
    Disk REAL = new Disk() {};

    /**
     * Writes all that remains in {@code source} at {@code offsetBytes}. When it fails, part of it
     * may have been written.
     */
    default void write(Path path, FileChannel channel, ByteBuffer source, long offsetBytes)
            throws IOException {
        long offset = offsetBytes;
        while (source.hasRemaining()) {
            offset += channel.write(source, offset);
        }
    }

    /** Makes the content of a file durable, and its length. */
    default void sync(Path path, FileChannel channel) throws IOException {
        channel.force(false);
    }

    /** Makes the names in a folder durable. */
    default void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
