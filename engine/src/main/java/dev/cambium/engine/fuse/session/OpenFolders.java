package dev.cambium.engine.fuse.session;

import dev.cambium.engine.fuse.FuseError;
import dev.cambium.engine.fuse.FuseFiles;
import dev.cambium.engine.fuse.FuseFiles.Entry;
import dev.cambium.engine.fuse.FuseFiles.NodeId;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folders that processes have open, each with the listing it is reading. A listing is taken
 * when reading starts (or starts again, rewinddir) and then stays as it is, so that positions in it
 * mean the same until the end although names come and go. Thread-safe; bounded by the number of
 * files that processes may have open.
 */
final class OpenFolders {

    private final FuseFiles files;
    private final ConcurrentMap<Long, List<Entry>> listings = new ConcurrentHashMap<>();
    private final AtomicLong lastHandle = new AtomicLong();

    OpenFolders(FuseFiles files) {
        this.files = files;
    }

    long open() {
        long handle = lastHandle.incrementAndGet();
        listings.put(handle, List.of());
        return handle;
    }

    /** The listing that {@code position} is a position in. */
    List<Entry> listing(long handle, NodeId folder, long position) throws FuseError {
        if (position > 0) {
            List<Entry> listing = listings.get(handle);
            return listing != null ? listing : List.of();
        }
        List<Entry> listing = files.list(folder);
        listings.replace(handle, listing);
        return listing;
    }

    void release(long handle) {
        listings.remove(handle);
    }
}
