package dev.cambium.engine.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A disk that notes what was synced, and that can run full after a number of bytes. */
final class ForgetfulDisk implements Disk {

    final Set<Path> synced = ConcurrentHashMap.newKeySet();

    /** Nothing can be written to the folder of this name. */
    volatile String refusedFolder = "";

    final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);

    @Override
    public void write(Path path, FileChannel channel, ByteBuffer source, long offset)
            throws IOException {
        if (path.getParent().getFileName().toString().equals(refusedFolder)) {
            throw new IOException("Permission denied");
        }
        long left = bytesLeft.addAndGet(-source.remaining());
        if (left < 0) {
            // As the kernel does: what fits is written, the rest is refused.
            int fits = (int) Math.max(0, source.remaining() + left);
            bytesLeft.set(0);
            Disk.REAL.write(path, channel, source.slice(source.position(), fits), offset);
            throw new IOException("No space left on device");
        }
        Disk.REAL.write(path, channel, source, offset);
    }

    @Override
    public void sync(Path path, FileChannel channel) throws IOException {
        synced.add(path);
        Disk.REAL.sync(path, channel);
    }

    boolean hasSynced(String layer, String file) {
        return synced.stream().anyMatch(path -> path.endsWith(Path.of("layers", layer, file)));
    }
}
