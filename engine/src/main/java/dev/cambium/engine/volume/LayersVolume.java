package dev.cambium.engine.volume;

import dev.cambium.engine.fuse.FuseFiles;
import dev.cambium.engine.fuse.mount.FuseMount;
import dev.cambium.engine.layer.CopyWatch;
import dev.cambium.engine.layer.LayerStore;
import dev.cambium.engine.layer.StoreSpace;
import dev.cambium.engine.layer.StoreTogether;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The volume that shares what is the same: timelines are stacks of layers, served to Postgres
 * copy-on-write through one FUSE mount with a folder per timeline.
 */
public final class LayersVolume implements Volume {

    /** Where files are mounted, until it is closed. */
    interface Mount extends AutoCloseable {
        /** The kernel shall no longer believe that there is such a folder. */
        void forget(String timeline) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Mounts files somewhere. */
    interface Mounting {
        Mount mount(FuseFiles files) throws IOException;
    }

    /** The kernel's mount. */
    private record KernelMount(FuseMount mounted) implements Mount {
        @Override
        public void forget(String timeline) throws IOException {
            mounted.invalidateEntry(FuseFiles.NodeId.ROOT, timeline);
        }

        @Override
        public void close() throws IOException {
            mounted.close();
        }
    }

    /** Shown as the source of the mount. */
    private static final String MOUNT_NAME = "cambium";

    private final LayerStore store;
    private final LayerFiles files;
    private final Path mountPoint;
    private final Mount mount;

    /**
     * Opens the layers in a folder and mounts them. A mount that a killed engine left behind is
     * taken off first.
     *
     * @param home folder of the layers, on a file system that keeps holes; made if needed
     * @param mountPoint an empty folder outside of {@code home}; made if needed
     * @throws IOException if another engine serves either of the two, FUSE cannot be used, or the
     *     layers cannot be read
     */
    public static LayersVolume open(Path home, Path mountPoint) throws IOException {
        FuseMount.unmountStale(mountPoint);
        Files.createDirectories(home);
        return open(
                home,
                mountPoint,
                files -> new KernelMount(FuseMount.mount(mountPoint, MOUNT_NAME, files)));
    }

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

    private LayersVolume(LayerStore store, LayerFiles files, Path mountPoint, Mount mount) {
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
    public Path walFolder(TimelineId timeline) throws IOException {
        return store.timeline(timeline).walFolder();
    }

    @Override
    public void create(TimelineId timeline, Path initdbFolder, Path walFolder) throws IOException {
        store.create(timeline, initdbFolder, walFolder.toAbsolutePath());
        files.add(timeline);
    }

    @Override
    public void extract(
            TimelineId source, Predicate<String> keeps, TimelineId target, Path walFolder)
            throws IOException {
        store.extract(source, keeps, target, walFolder.toAbsolutePath());
        files.add(target);
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
    public void fork(SealId seal, TimelineId child, Path walFolder, byte[] controlFile)
            throws IOException {
        store.fork(seal, child, walFolder.toAbsolutePath(), controlFile);
        files.add(child);
    }

    @Override
    public List<String> files(SealId seal, String folder) throws IOException {
        return store.files(seal, folder);
    }

    @Override
    public List<String> files(TimelineId timeline, String folder) throws IOException {
        return store.files(timeline, folder);
    }

    @Override
    public boolean copies() {
        return false;
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
    public long lengthBytes(TimelineId timeline, String path) throws IOException {
        return store.lengthBytes(timeline, path);
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
        mount.forget(timeline.value());
    }

    @Override
    public void discard(SealId seal) throws IOException {
        store.discard(seal);
    }

    @Override
    public long uniqueBytes(SealId seal) throws IOException {
        return store.uniqueBytes(seal);
    }

    @Override
    public boolean flatten(TimelineId timeline, CopyWatch watch) throws IOException {
        return store.flatten(timeline, watch);
    }

    @Override
    public Map<TimelineId, SpaceUse> spaces(Map<TimelineId, Set<SealId>> own) throws IOException {
        Map<TimelineId, SpaceUse> spaces = new HashMap<>();
        store.spaces(own).forEach((timeline, space) -> spaces.put(timeline, use(space)));
        return spaces;
    }

    @Override
    public Together together(Set<TimelineId> timelines, Set<SealId> seals) throws IOException {
        StoreTogether together = store.together(timelines, seals);
        return new Together(together.takenBytes(), together.ownBytes());
    }

    private static SpaceUse use(StoreSpace space) {
        return new SpaceUse(
                space.logicalBytes(),
                space.uniqueBytes(),
                space.historyBytes(),
                space.sharedBytes());
    }

    /** Unmounts first: what the kernel still holds is written to the layers then. */
    @Override
    public void close() throws IOException {
        mount.close();
        store.close();
    }
}
