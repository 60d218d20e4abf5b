package dev.cambium.engine.layer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What is known in memory of a file in use: its size now, its lock, how often the kernel remembers
 * it.
 */
final class LiveFile {

    /** A chain and the stack it was made from. */
    record KnownChain(LayerStack stack, FileChain chain) {}

    private final long node;

    /** The inode lock: held while the file is written, cut or extended. */
    final ReentrantLock lock = new ReentrantLock();

    private volatile long sizeBytes;
    private volatile long modifiedNanos;
    private volatile int permissions;
    private volatile @Nullable KnownChain chain;

    /** A cut was done, but the record that says so is not yet in the log. Guarded by the lock. */
    boolean cutUnconfirmed;

    // Guarded by the lock of the namespace.
    long remembered;
    private volatile @Nullable Layer unlinkedIn;
    private volatile boolean discarded;

    LiveFile(long node, Node.FileNode from) {
        this.node = node;
        this.sizeBytes = from.sizeBytes();
        this.modifiedNanos = from.modifiedNanos();
        this.permissions = from.permissions();
    }

    long node() {
        return node;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    void resized(long bytes, long nanos) {
        sizeBytes = bytes;
        modifiedNanos = nanos;
    }

    void modified(long nanos) {
        modifiedNanos = nanos;
    }

    void permitted(int changed) {
        permissions = changed;
    }

    /** The layer that was open when the last name of this file went; null while it has a name. */
    @Nullable Layer unlinkedIn() {
        return unlinkedIn;
    }

    void unlinked(Layer openLayer) {
        unlinkedIn = openLayer;
    }

    FileStatus status() {
        return new FileStatus(node, FileKind.FILE, sizeBytes, permissions, modifiedNanos);
    }

    /** No name, and nobody who remembers: its data may be deleted any time. */
    void discarded() {
        discarded = true;
    }

    /**
     * Fills {@code target}, which must lie within the file, from an offset on.
     *
     * @param stack the timeline's stack as it is now, asked for again when a merge outran the read:
     *     whoever was slow may hold one whose uppermost layer has since gone into a newer one
     * @throws FileError if the file was deleted and forgotten
     */
    void read(Supplier<LayerStack> stack, long offsetBytes, ByteBuffer target) throws IOException {
        FileChain.read(
                again -> {
                    if (again && discarded) {
                        throw new FileError(FileError.Reason.NOT_FOUND, "no file " + node);
                    }
                    return chain(stack.get(), again);
                },
                offsetBytes,
                target);
    }

    /** The chain for this stack, looked up again only when either changed. */
    private FileChain chain(LayerStack stack, boolean again) {
        KnownChain known = chain;
        if (!again && known != null && known.stack().top() == stack.top()) {
            return known.chain();
        }
        lock.lock();
        try {
            KnownChain made = new KnownChain(stack, stack.chainOf(node));
            chain = made;
            return made.chain();
        } finally {
            lock.unlock();
        }
    }

    /** The top layer got a data file of this file. Only under the lock. */
    void forgetChain() {
        chain = null;
    }
}
