package dev.cambium.engine.layer;

import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.AllocatedSpace;
import dev.cambium.engine.posix.FileSystemSpace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All layers of a home folder, and the timelines and seals that consist of them.
 *
 * <p>{@link #create}, {@link #seal} and {@link #fork} are durable when they return, and whole or
 * absent after a crash. Thread-safe; two seals of one timeline wait for each other, all else runs
 * at once. The format on disk is in the description of this package.
 */
public final class LayerStore implements AutoCloseable {

    /** A timeline's files and what belongs to it alone. */
    private record Member(TimelineFiles files, ReentrantLock sealing) {}

    /** Well below the 20,000 descriptors that systems allow; a fork of 6,000 files needs few. */
    private static final int OPEN_FILES_MAX = 2_000;

    private final LayerFolder folders;
    private final Disk disk;
    private final OpenChannels channels;
    private final StoreLock lock;
    private final LayerFactory factory;
    private final SpaceGuard space;
    private final LayerKeeper keeper = new LayerKeeper();

    // Guarded by registry.
    private final Object registry = new Object();
    private final Map<LayerId, Layer> layers = new HashMap<>();
    private final Map<SealId, Layer> seals = new HashMap<>();
    private final Set<String> beingMade = new HashSet<>();
    private final List<Layer> inUse = new ArrayList<>();

    private final Map<TimelineId, Member> timelines = new ConcurrentHashMap<>();

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
        return member(id).files();
    }

    public Set<TimelineId> timelines() {
        return Set.copyOf(timelines.keySet());
    }

    public Set<SealId> seals() {
        synchronized (registry) {
            return Set.copyOf(seals.keySet());
        }
    }

    /** A small file of a timeline whole, as last written. */
    public byte[] read(TimelineId id, String path) throws IOException {
        return timeline(id).readWhole(path);
    }

    /** A small file of a seal whole. */
    public byte[] read(SealId id, String path) throws IOException {
        Layer top = lease(id);
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

    /** The sum of the lengths of a timeline's files. */
    public long logicalBytes(TimelineId id) throws IOException {
        return timeline(id).names().totalBytes();
    }

    /** Allocated bytes that would be free if the timeline were deleted now. */
    public long uniqueBytes(TimelineId id) throws IOException {
        List<Layer> own = new ArrayList<>();
        synchronized (registry) {
            Set<Layer> others = reachable(id);
            for (Layer layer : member(id).files().stack()) {
                if (!others.contains(layer)) {
                    own.add(layer);
                }
            }
        }
        long sum = AllocatedSpace.of(folders.timelines().resolve(id.value()));
        for (Layer layer : own) {
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
        reserve(id.value());
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
            release(id.value());
        }
    }

    /**
     * Freezes the files of a timeline as they are now. Writes wait for the swap of the open layer
     * only, not for the disk.
     *
     * @throws FileAlreadyExistsException if there is such a seal
     */
    public void seal(TimelineId id, SealId seal) throws IOException {
        Member member = member(id);
        reserve(seal.value());
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
            synchronized (registry) {
                seals.put(seal, sealed);
            }
        } finally {
            member.sealing().unlock();
            release(seal.value());
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
            synchronized (registry) {
                layers.put(successor.id(), successor);
            }
            keeper.soon("make a sealed layer durable", () -> makeDurable(id, sealed));
        } else {
            factory.scrap(successor, null);
        }
        sealed.log().sync();
        return sealed;
    }

    /**
     * Makes a new timeline with the files of a seal, without what {@link ForkRules} leaves out.
     *
     * @throws FileAlreadyExistsException if there is such a timeline
     */
    public void fork(SealId seal, TimelineId child, Path walFolder) throws IOException {
        Layer base = lease(seal);
        Layer layer = null;
        try {
            reserve(child.value());
            try {
                layer = factory.make(base, child);
                TimelineFiles files = files(child, walFolder, layer, sealedNames(base));
                ForkRules.apply(files);
                layer.log().sync();
                addTimeline(child, layer, files);
            } catch (IOException | RuntimeException failure) {
                factory.scrap(layer, failure);
                throw failure;
            } finally {
                release(child.value());
            }
        } finally {
            giveBack(base);
        }
    }

    /** Deletes a timeline; layers that others need stay. */
    public void delete(TimelineId id) throws IOException {
        Member member = member(id);
        member.sealing().lock();
        try {
            removeManifest(folders.timelines().resolve(id.value()));
            member.files().close();
            timelines.remove(id);
        } finally {
            member.sealing().unlock();
        }
        collect();
    }

    /** Gives up a seal; layers that others need stay. */
    public void discard(SealId id) throws IOException {
        synchronized (registry) {
            if (!seals.containsKey(id)) {
                throw new NoSuchFileException(id.value());
            }
            removeManifest(folders.seals().resolve(id.value()));
            seals.remove(id);
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
        for (Member member : timelines.values()) {
            for (Layer layer : member.files().stack()) {
                layer.syncAll();
            }
        }
        keeper.close();
        letGo();
    }

    /** Lets go without finishing anything, as a crash of the process would; for tests. */
    void abandon() throws IOException {
        keeper.abandon();
        letGo();
    }

    private void letGo() throws IOException {
        timelines.values().forEach(member -> member.files().close());
        synchronized (registry) {
            for (Layer layer : layers.values()) {
                layer.close();
            }
        }
        lock.close();
    }

    OpenChannels channels() {
        return channels;
    }

    Set<LayerId> layerIds() {
        synchronized (registry) {
            return new TreeSet<>(layers.keySet());
        }
    }

    // ---- opening

    private void load() throws IOException {
        LayerLoader loader = new LayerLoader(folders, channels, disk);
        for (Path path : manifests(folders.seals())) {
            Layer top = loader.load(SealManifest.read(path).top());
            if (top.state() == Layer.State.OPEN) {
                throw new UnreadableFileException.Corrupt(path, "its layer was never sealed");
            }
            seals.put(new SealId(path.getFileName().toString()), top);
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
            layers.put(layer.id(), layer);
        }
        factory.deleteAllBut(layers.keySet());
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
                layers.put(top.id(), top);
            }
            if (!manifest.top().equals(top.id())) {
                new TimelineManifest(top.id(), manifest.walFolder())
                        .write(folders.timelines().resolve(id.value()), disk);
            }
            TimelineFiles files = files(id, manifest.walFolder(), top, names);
            timelines.put(id, new Member(files, new ReentrantLock()));
        }
        for (Layer layer : List.copyOf(layers.values())) {
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
        Member member = timelines.get(id);
        if (member != null && member.sealing().tryLock()) {
            // The manifest lags behind the seals; that only makes the next start look further.
            try {
                LayerId top = member.files().stack().top().id();
                if (timelines.containsKey(id)) {
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
            synchronized (registry) {
                if (!layers.containsKey(next.id())) {
                    return;
                }
                inUse.add(layer);
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
        synchronized (registry) {
            layers.put(layer.id(), layer);
            timelines.put(id, new Member(files, new ReentrantLock()));
        }
    }

    private Member member(TimelineId id) throws NoSuchFileException {
        Member member = timelines.get(id);
        if (member == null) {
            throw new NoSuchFileException(id.value());
        }
        return member;
    }

    private static Namespace sealedNames(Layer layer) {
        return Invariant.notNull(layer.sealedNames(), "layer %s is not sealed", layer.id());
    }

    /** A name is taken from the moment somebody starts to make the thing. */
    private void reserve(String name) throws FileAlreadyExistsException {
        synchronized (registry) {
            boolean exists =
                    Files.exists(folders.timelines().resolve(name))
                            || Files.exists(folders.seals().resolve(name));
            if (exists || !beingMade.add(name)) {
                throw new FileAlreadyExistsException(name);
            }
        }
    }

    private void release(String name) {
        synchronized (registry) {
            beingMade.remove(name);
        }
    }

    /** The top layer of a seal, kept from being collected until it is given back. */
    private Layer lease(SealId id) throws NoSuchFileException {
        synchronized (registry) {
            Layer top = seals.get(id);
            if (top == null) {
                throw new NoSuchFileException(id.value());
            }
            inUse.add(top);
            return top;
        }
    }

    private void giveBack(Layer layer) throws IOException {
        boolean last;
        synchronized (registry) {
            inUse.remove(layer);
            last = inUse.isEmpty();
        }
        if (last) {
            collect();
        }
    }

    /** All layers that seals, leases and the timelines except one need. */
    private Set<Layer> reachable(@Nullable TimelineId except) {
        Set<Layer> reached = new HashSet<>();
        List<Layer> tops = new ArrayList<>(seals.values());
        tops.addAll(inUse);
        timelines.forEach(
                (id, member) -> {
                    if (!id.equals(except)) {
                        tops.add(member.files().stack().top());
                    }
                });
        for (Layer top : tops) {
            for (Layer layer : new LayerStack(top)) {
                if (!reached.add(layer)) {
                    break;
                }
            }
        }
        return reached;
    }

    /** Deletes the layers that nothing reaches any more. */
    private void collect() throws IOException {
        List<Layer> unreached = new ArrayList<>();
        synchronized (registry) {
            Set<Layer> reached = reachable(null);
            layers.values()
                    .removeIf(
                            layer -> {
                                boolean gone = !reached.contains(layer);
                                if (gone) {
                                    unreached.add(layer);
                                }
                                return gone;
                            });
        }
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
