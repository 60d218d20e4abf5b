package dev.cambium.engine.volume;

import dev.cambium.engine.fuse.FuseFiles;
import dev.cambium.engine.layer.LayerStore;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * The volume that shares what is the same: timelines are stacks of layers, served to Postgres
 * copy-on-write through one FUSE mount with a folder per timeline.
 */
public final class LayersVolume implements Volume {

    /** Mounts files somewhere, until the answer is closed. */
    interface Mounting {
        AutoCloseable mount(FuseFiles files) throws IOException;
    }

    private final LayerStore store;
    private final LayerFiles files;
    private final Path mountPoint;
    private final AutoCloseable mount;

    /**
     * @param home folder of the layers, on a file system that keeps holes
     */
    static LayersVolume open(Path home, Path mountPoint, Mounting mounting) throws IOException {
        LayerStore store = LayerStore.open(home);
        try {
            LayerFiles files = new LayerFiles(store);
            return new LayersVolume(store, files, mountPoint, mounting.mount(files));
        } catch (IOException | RuntimeException failure) {
            store.close();
            throw failure;
        }
    }

    private LayersVolume(LayerStore store, LayerFiles files, Path mountPoint, AutoCloseable mount) {
        this.store = store;
        this.files = files;
        this.mountPoint = mountPoint;
        this.mount = mount;
    }

    @Override
    public VolumeDescription describe() {
        return new VolumeDescription(
                "layers",
                "FUSE is available and the disk keeps holes, so branches share what is the same.",
                mountPoint.toString());
    }

    @Override
    public Path dataDirectory(TimelineId timeline) {
        return mountPoint.resolve(timeline.value());
    }

    @Override
    public void create(TimelineId timeline, Path initdbFolder, Path walFolder) throws IOException {
        store.create(timeline, initdbFolder, walFolder.toAbsolutePath());
        files.add(timeline);
    }

    @Override
    public void seal(TimelineId timeline, SealId seal) throws IOException {
        store.seal(timeline, seal);
    }

    @Override
    public void fork(SealId seal, TimelineId child, Path walFolder) throws IOException {
        store.fork(seal, child, walFolder.toAbsolutePath());
        files.add(child);
    }

    @Override
    public byte[] read(SealId seal, String path) throws IOException {
        return store.read(seal, path);
    }

    @Override
    public byte[] read(TimelineId timeline, String path) throws IOException {
        return store.read(timeline, path);
    }

    @Override
    public Set<TimelineId> timelines() {
        return store.timelines();
    }

    @Override
    public Set<SealId> seals() {
        return store.seals();
    }

    @Override
    public void delete(TimelineId timeline) throws IOException {
        store.delete(timeline);
        files.remove(timeline);
    }

    @Override
    public void discard(SealId seal) throws IOException {
        store.discard(seal);
    }

    @Override
    public SpaceUse space(TimelineId timeline) throws IOException {
        return new SpaceUse(store.logicalBytes(timeline), store.uniqueBytes(timeline));
    }

    /** Unmounts first: what the kernel still holds is written to the layers then. */
    @Override
    public void close() throws IOException {
        try {
            mount.close();
        } catch (IOException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException("could not unmount " + mountPoint, failure);
        }
        store.close();
    }
}
