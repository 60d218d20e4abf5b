package dev.cambium.engine.layer;

import dev.cambium.engine.layer.LayerRegistry.Member;
import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.AllocatedSpace;
import dev.cambium.engine.posix.FileSystemSpace;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All layers of a home folder, and the timelines and seals that consist of them.
 *
 * <p>{@link #create}, {@link #seal} and {@link #fork} are durable when they return, and whole or
 * absent after a crash. Thread-safe; two seals of one timeline wait for each other, all else runs
 * at once. The format on disk is in the description of this package.
 */
public final class LayerStore implements AutoCloseable {

    /** Well below the 20,000 descriptors that systems allow; a fork of 6,000 files needs few. */
    private static final int OPEN_FILES_MAX = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(LayerStore.class);

    private final LayerFolder folders;
    private final Disk disk;
    private final OpenChannels channels;
    private final StoreLock lock;
    private final LayerFactory factory;
    private final SpaceGuard space;
    private final LayerKeeper keeper = new LayerKeeper();

    private final LayerRegistry registry = new LayerRegistry();

    /**
     * Opens the store in a folder, which is made if needed, and finishes or undoes what a crash
     * interrupted.
     *
     * @throws UnreadableFileException if a file of the store is damaged or of another version
     * @throws IOException if another engine has it open, or the file system keeps no holes
     */
    public static LayerStore open(Path root) throws IOException {
        return open(root, Disk.REAL, OPEN_FILES_MAX);
    }

    static LayerStore open(Path root, Disk disk, int openFilesMax) throws IOException {
        LayerFolder folders = new LayerFolder(root.toAbsolutePath());
        folders.create();
        StoreLock lock = StoreLock.take(root);
        try {
            HoleProbe.require(root);
            LayerStore store = new LayerStore(folders, lock, disk, openFilesMax);
            store.load();
            return store;
        } catch (IOException | RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    private LayerStore(LayerFolder folders, StoreLock lock, Disk disk, int openFilesMax)
            throws IOException {
        this.folders = folders;
        this.lock = lock;
        this.disk = disk;
        this.channels = new OpenChannels(openFilesMax);
        this.factory = new LayerFactory(folders, channels, disk);
        this.space = new SpaceGuard(folders.root());
    }

    // ---- what there is

    /**
     * @throws NoSuchFileException if there is no such timeline
     */
    public TimelineFiles timeline(TimelineId id) throws NoSuchFileException {
        return registry.member(id).files();
    }

    public Set<TimelineId> timelines() {
        return registry.timelineIds();
    }

    public Set<SealId> seals() {
        return registry.sealIds();
    }

    /** A small file of a timeline whole, as last written. */
    public byte[] read(TimelineId id, String path) throws IOException {
        return timeline(id).readWhole(path);
    }

    /** A small file of a seal whole. */
    public byte[] read(SealId id, String path) throws IOException {
        Layer top = registry.lease(id);
        try {
            Namespace names = sealedNames(top);
            Long node = names.find(path);
            if (node == null || !(names.node(node) instanceof Node.FileNode file)) {
                throw new NoSuchFileException(id + "/" + path);
            }
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.sizeBytes()));
            new LayerStack(top).chainOf(node).read(0, bytes);
            return bytes.array();
        } finally {
            giveBack(top);
        }
    }

    /** The paths of all files below a folder of a timeline; none if there is no such folder. */
    public List<String> files(TimelineId id, String folder) throws IOException {
        return timeline(id).names().filesBelow(folder);
    }

    /** The paths of all files below a folder of a seal; none if there is no such folder. */
    public List<String> files(SealId id, String folder) throws IOException {
        Layer top = registry.lease(id);
        try {
            return sealedNames(top).filesBelow(folder);
        } finally {
            giveBack(top);
        }
    }

    /** The sum of the lengths of a timeline's files. */
    public long logicalBytes(TimelineId id) throws IOException {
        return timeline(id).names().totalBytes();
    }

    /** Allocated bytes that would be free if the timeline were deleted now. */
    public long uniqueBytes(TimelineId id) throws IOException {
        return AllocatedSpace.of(folders.timelines().resolve(id.value()))
                + allocated(registry.ownLayers(id));
    }

    /** Allocated bytes that would be free if the seal were discarded now. */
    public long uniqueBytes(SealId id) throws IOException {
        return AllocatedSpace.of(folders.seals().resolve(id.value()))
                + allocated(registry.ownLayers(id));
    }

    private static long allocated(List<Layer> layers) throws IOException {
        long sum = 0;
        for (Layer layer : layers) {
            sum += AllocatedSpace.of(layer.folder());
            for (Path file : LayerFolder.list(layer.folder())) {
                try {
                    sum += AllocatedSpace.of(file);
                } catch (NoSuchFileException deletedMeanwhile) {
                    // A temporary file came and went.
                }
            }
        }
        return sum;
    }

    /** What the disk under the store has left. */
    public FileSystemSpace space() throws IOException {
        return FileSystemSpace.of(folders.root());
    }

    // ---- the verbs

    /**
     * Takes over a native data folder as a new timeline; its {@code pg_wal} is left out.
     *
     * @param walFolder the native folder that {@code pg_wal} shall lead to; absolute
     * @throws FileAlreadyExistsException if there is such a timeline
     */
    public void create(TimelineId id, Path source, Path walFolder) throws IOException {
        registry.reserve(id);
        Layer layer = null;
        try {
            layer = factory.make(null, id);
            Namespace root =
                    Namespace.empty(LayerLoader.ROOT_PERMISSIONS, TimelineFiles.nowNanos());
            TimelineFiles files = files(id, walFolder, layer, root);
            new FolderImport(files).run(source);
            layer.syncAll();
            addTimeline(id, layer, files);
        } catch (IOException | RuntimeException failure) {
            factory.scrap(layer, failure);
            throw failure;
        } finally {
            registry.release(id.value());
        }
    }

    /**
     * Freezes the files of a timeline as they are now. Writes wait for the swap of the open layer
     * only, not for the disk.
     *
     * @throws FileAlreadyExistsException if there is such a seal
     */
    public void seal(TimelineId id, SealId seal) throws IOException {
        Member member = registry.member(id);
        registry.reserve(seal);
        member.sealing().lock();
        try {
            Layer sealed = sealOpenLayer(id, member.files());
            Path manifest = folders.seals().resolve(seal.value());
            try {
                new SealManifest(sealed.id()).write(manifest, disk);
            } catch (IOException failure) {
                removeQuietly(manifest, failure);
                throw failure;
            }
            registry.add(seal, sealed);
        } finally {
            member.sealing().unlock();
            registry.release(seal.value());
        }
    }

    private Layer sealOpenLayer(TimelineId id, TimelineFiles files) throws IOException {
        Layer open = files.stack().top();
        Layer below = open.parent();
        // Nothing new since the last seal: the same layers are this seal, too. Asked again, under
        // the gate, if it was not so here.
        if (open.isUntouched() && below != null) {
            below.log().sync();
            return below;
        }
        Layer successor = factory.make(open, id);
        Layer sealed;
        try {
            sealed = files.seal(successor);
        } catch (IOException | RuntimeException failure) {
            factory.scrap(successor, failure);
            throw failure;
        }
        if (sealed == open) {
            registry.add(successor);
            keeper.soon("make a sealed layer durable", () -> makeDurable(id, sealed));
        } else {
            factory.scrap(successor, null);
        }
        sealed.log().sync();
        return sealed;
    }

    /** As {@link #fork(SealId, TimelineId, Path, byte[])} with the seal's own control file. */
    public void fork(SealId seal, TimelineId child, Path walFolder) throws IOException {
        fork(seal, child, walFolder, null);
    }

    /**
     * Makes a new timeline with the files of a seal, without what {@link ForkRules} leaves out.
     *
     * @param controlFile what {@code global/pg_control} shall hold, as long as before; null leaves
     *     it as it is
     * @throws FileAlreadyExistsException if there is such a timeline
     */
    public void fork(SealId seal, TimelineId child, Path walFolder, byte @Nullable [] controlFile)
            throws IOException {
        Layer base = registry.lease(seal);
        Layer layer = null;
        try {
            registry.reserve(child);
            try {
                layer = factory.make(base, child);
                TimelineFiles files = files(child, walFolder, layer, sealedNames(base));
                ForkRules.apply(files);
                if (controlFile != null) {
                    files.replaceControlFile(controlFile);
                }
                layer.log().sync();
                addTimeline(child, layer, files);
            } catch (IOException | RuntimeException failure) {
                factory.scrap(layer, failure);
                throw failure;
            } finally {
                registry.release(child.value());
            }
        } finally {
            giveBack(base);
        }
    }

    /** Deletes a timeline; layers that others need stay. */
    public void delete(TimelineId id) throws IOException {
        Member member = registry.member(id);
        member.sealing().lock();
        try {
            removeManifest(folders.timelines().resolve(id.value()));
            member.files().close();
            registry.remove(id);
        } finally {
            member.sealing().unlock();
        }
        collect();
    }

    /** Gives up a seal; layers that others need stay. */
    public void discard(SealId id) throws IOException {
        Layer top = registry.remove(id);
        try {
            removeManifest(folders.seals().resolve(id.value()));
        } catch (IOException failure) {
            registry.add(id, top);
            throw failure;
        }
        collect();
    }

    /** Waits for the background work asked for so far; for tests and for an orderly stop. */
    public void settle() throws InterruptedException {
        keeper.settle();
    }

    /** Makes everything durable and lets go of the folder. */
    @Override
    public void close() throws IOException {
        for (Member member : registry.members()) {
            for (Layer layer : member.files().stack()) {
                layer.syncAll();
            }
        }
        keeper.close();
        for (Member member : registry.members()) {
            member.files().close();
            Layer open = member.files().stack().top();
            try {
                open.noteLengths(member.files().names());
            } catch (IOException failure) {
                LOG.warn(
                        "could not note all data files of layer {}; one that is deleted by hand may not be missed",
                        open.id(),
                        failure);
            }
        }
        letGo();
    }

    /** Lets go without finishing anything, as a crash of the process would; for tests. */
    void abandon() throws IOException {
        keeper.abandon();
        letGo();
    }

    private void letGo() throws IOException {
        registry.members().forEach(member -> member.files().close());
        for (Layer layer : registry.layers()) {
            layer.close();
        }
        lock.close();
    }

    OpenChannels channels() {
        return channels;
    }

    Set<LayerId> layerIds() {
        return registry.layerIds();
    }

    // ---- opening

    private void load() throws IOException {
        LayerLoader loader = new LayerLoader(folders, channels, disk);
        for (Path path : manifests(folders.seals())) {
            Layer top = loader.load(SealManifest.read(path).top());
            if (top.state() == Layer.State.OPEN) {
                throw new UnreadableFileException.Corrupt(path, "its layer was never sealed");
            }
            registry.add(new SealId(path.getFileName().toString()), top);
        }
        Map<TimelineId, TimelineManifest> manifests = new HashMap<>();
        Map<TimelineId, Layer> newest = new HashMap<>();
        for (Path path : manifests(folders.timelines())) {
            TimelineId id = new TimelineId(path.getFileName().toString());
            TimelineManifest manifest = TimelineManifest.read(path);
            manifests.put(id, manifest);
            newest.put(id, loader.newest(manifest));
        }
        for (Layer layer : loader.layers()) {
            registry.add(layer);
        }
        factory.deleteAllBut(registry.layerIds());
        for (Map.Entry<TimelineId, TimelineManifest> entry : manifests.entrySet()) {
            TimelineId id = entry.getKey();
            TimelineManifest manifest = entry.getValue();
            Layer top = Invariant.notNull(newest.get(id), "timeline %s has no layer", id);
            Namespace names;
            if (top.state() == Layer.State.OPEN) {
                names = loader.openNames(top);
            } else {
                names = sealedNames(top);
                top = factory.make(top, id);
            }
            if (!manifest.top().equals(top.id())) {
                new TimelineManifest(top.id(), manifest.walFolder())
                        .write(folders.timelines().resolve(id.value()), disk);
            }
            TimelineFiles files = files(id, manifest.walFolder(), top, names);
            registry.add(id, files);
        }
        for (Layer layer : registry.layers()) {
            if (layer.state() == Layer.State.SEALED) {
                keeper.soon("make a sealed layer durable", () -> makeDurable(layer));
            }
        }
    }

    private static List<Path> manifests(Path folder) throws IOException {
        List<Path> whole = new ArrayList<>();
        for (Path path : LayerFolder.list(folder)) {
            if (path.toString().endsWith(ChecksummedFile.UNFINISHED)) {
                Files.delete(path);
            } else {
                whole.add(path);
            }
        }
        return whole;
    }

    // ---- in the background

    private void makeDurable(TimelineId id, Layer layer) throws IOException {
        makeDurable(layer);
        Member member = registry.memberOrNull(id);
        if (member != null && member.sealing().tryLock()) {
            // The manifest lags behind the seals; that only makes the next start look further.
            try {
                LayerId top = member.files().stack().top().id();
                if (registry.memberOrNull(id) != null) {
                    new TimelineManifest(top, member.files().walFolder())
                            .write(folders.timelines().resolve(id.value()), disk);
                }
            } finally {
                member.sealing().unlock();
            }
        }
    }

    /** From the bottom up: a durable layer has only durable ones below it. */
    private void makeDurable(Layer layer) throws IOException {
        List<Layer> waiting = new ArrayList<>();
        for (Layer below : new LayerStack(layer)) {
            if (below.state() == Layer.State.DURABLE) {
                break;
            }
            waiting.add(below);
        }
        for (Layer next : waiting.reversed()) {
            if (!registry.lease(layer)) {
                return;
            }
            try {
                next.syncAll();
                SnapshotRule.apply(next, disk);
                PresenceIndex.write(next, disk);
                next.transition(Layer.State.SEALED, Layer.State.DURABLE);
            } finally {
                giveBack(layer);
            }
        }
    }

    // ---- inside

    private TimelineFiles files(TimelineId id, Path walFolder, Layer top, Namespace names) {
        return new TimelineFiles(id.value(), walFolder, new LayerStack(top), names, keeper, space);
    }

    private void addTimeline(TimelineId id, Layer layer, TimelineFiles files) throws IOException {
        Path manifest = folders.timelines().resolve(id.value());
        try {
            new TimelineManifest(layer.id(), files.walFolder()).write(manifest, disk);
        } catch (IOException failure) {
            removeQuietly(manifest, failure);
            throw failure;
        }
        registry.add(id, files);
    }

    private static Namespace sealedNames(Layer layer) {
        return Invariant.notNull(layer.sealedNames(), "layer %s is not sealed", layer.id());
    }

    private void giveBack(Layer layer) throws IOException {
        registry.giveBack(layer);
        collect();
    }

    /** Deletes the layers that nothing reaches any more. */
    private void collect() throws IOException {
        List<Layer> unreached = registry.removeUnreached();
        for (Layer layer : unreached) {
            for (DataFile file : layer.files()) {
                file.delete();
            }
            layer.log().close();
            LayerFolder.delete(layer.folder());
        }
    }

    private void removeManifest(Path manifest) throws IOException {
        Files.delete(manifest);
        disk.syncFolder(LayerFolder.parentOf(manifest));
    }

    private void removeQuietly(Path manifest, IOException failure) {
        try {
            Files.deleteIfExists(manifest);
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }
}
