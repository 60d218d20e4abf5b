package dev.cambium.engine.fuse;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Passes everything on to other files, counts syncs, and can be told to fail. */
public final class WatchedFiles implements FuseFiles {

    private final FuseFiles files;
    private final AtomicLong syncs = new AtomicLong();
    private final AtomicLong folderSyncs = new AtomicLong();
    private volatile boolean readsFail;

    public WatchedFiles(FuseFiles files) {
        this.files = files;
    }

    /** How often {@link #sync} returned. */
    public long syncs() {
        return syncs.get();
    }

    /** How often {@link #syncFolder} returned. */
    public long folderSyncs() {
        return folderSyncs.get();
    }

    /** Every read throws an unexpected exception from now on, or none does. */
    public void failReads(boolean fail) {
        readsFail = fail;
    }

    @Override
    public Attributes lookup(NodeId folder, String name) throws FuseError {
        return files.lookup(folder, name);
    }

    @Override
    public void forget(NodeId node, long times) {
        files.forget(node, times);
    }

    @Override
    public Attributes attributes(NodeId node) throws FuseError {
        return files.attributes(node);
    }

    @Override
    public Attributes change(NodeId node, AttributeChange change) throws FuseError {
        return files.change(node, change);
    }

    @Override
    public Attributes create(NodeId folder, String name, int permissions) throws FuseError {
        return files.create(folder, name, permissions);
    }

    @Override
    public Attributes mkdir(NodeId folder, String name, int permissions) throws FuseError {
        return files.mkdir(folder, name, permissions);
    }

    @Override
    public Attributes symlink(NodeId folder, String name, String target) throws FuseError {
        return files.symlink(folder, name, target);
    }

    @Override
    public String readLink(NodeId link) throws FuseError {
        return files.readLink(link);
    }

    @Override
    public void unlink(NodeId folder, String name) throws FuseError {
        files.unlink(folder, name);
    }

    @Override
    public void rmdir(NodeId folder, String name) throws FuseError {
        files.rmdir(folder, name);
    }

    @Override
    public void rename(
            NodeId folder, String name, NodeId newFolder, String newName, boolean noReplace)
            throws FuseError {
        files.rename(folder, name, newFolder, newName, noReplace);
    }

    @Override
    public List<Entry> list(NodeId folder) throws FuseError {
        return files.list(folder);
    }

    @Override
    public int read(NodeId file, long offsetBytes, MemorySegment target) throws FuseError {
        if (readsFail) {
            throw new IllegalStateException("told to fail");
        }
        return files.read(file, offsetBytes, target);
    }

    @Override
    public void write(NodeId file, long offsetBytes, MemorySegment source) throws FuseError {
        files.write(file, offsetBytes, source);
    }

    @Override
    public void allocate(NodeId file, long offsetBytes, long lengthBytes) throws FuseError {
        files.allocate(file, offsetBytes, lengthBytes);
    }

    @Override
    public void sync(NodeId file, boolean dataOnly) throws FuseError {
        files.sync(file, dataOnly);
        syncs.incrementAndGet();
    }

    @Override
    public void syncFolder(NodeId folder) throws FuseError {
        files.syncFolder(folder);
        folderSyncs.incrementAndGet();
    }

    @Override
    public SpaceLimits space() throws FuseError {
        return files.space();
    }
}
