package dev.cambium.engine.layer;

import dev.cambium.engine.layer.LayerRegistry.Member;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.FileSystemSpace;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

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

    /**
     * How fast layers are merged in the background: a tenth of what a slow SSD does, so that
     * nobody's commits wait for it, and still a day's writing of a busy branch in minutes.
     */
    private static final long MERGED_BYTES_PER_SECOND = 32L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(LayerStore.class);

    private final StoreParts parts;
    private final StoreLock lock;
    private final LayerKeeper keeper = new LayerKeeper();
    private final LayerRegistry registry;
    private final SealedFiles sealedFiles;
    private final MakeDurable makeDurable;
    private final LayerMerger merger;
    private final LayerSpace layerSpace;

    /**
     * Opens the store in a folder, which is made if needed, and finishes or undoes what a crash
     * interrupted. From then on layers that need not be apart any more are merged in the
     * background.
     *
     * @throws UnreadableFileException if a file of the store is damaged or of another version
     * @throws IOException if another engine has it open, or the file system keeps no holes
     */
    public static LayerStore open(Path root) throws IOException {
        return open(root, Disk.REAL, OPEN_FILES_MAX, new MergePace(MERGED_BYTES_PER_SECOND), true);
    }

    /** One that merges only when {@link #merge} is called. */
    static LayerStore open(Path root, Disk disk, int openFilesMax) throws IOException {
        return open(root, disk, openFilesMax, new MergePace(Long.MAX_VALUE), false);
    }

    static LayerStore open(
            Path root, Disk disk, int openFilesMax, MergePace pace, boolean mergesByItself)
            throws IOException {
        LayerFolder folders = new LayerFolder(root.toAbsolutePath());
        folders.create();
        StoreLock lock = StoreLock.take(root);
        try {
            HoleProbe.require(root);
            StoreParts parts = StoreParts.of(folders, disk, openFilesMax);
            LayerStore store = new LayerStore(parts, lock, pace, mergesByItself);
            store.load();
            return store;
        } catch (IOException | RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    private LayerStore(StoreParts parts, StoreLock lock, MergePace pace, boolean mergesByItself) {
        this.parts = parts;
        this.lock = lock;
        this.registry = parts.registry();
        this.sealedFiles = new SealedFiles(parts);
        this.makeDurable = new MakeDurable(parts);
        this.layerSpace = new LayerSpace(parts);
        this.merger = new LayerMerger(parts, keeper, makeDurable, pace, mergesByItself);
    }

    private void load() throws IOException {
        new StoreOpening(parts).run(this::files);
        for (Layer layer : registry.layers()) {
            if (layer.state() == Layer.State.SEALED) {
                keeper.soon("make a sealed layer durable", () -> makeDurable.run(layer));
            }
        }
        merger.lookSoon();
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

    /** The length of a file of a timeline. */
    public long lengthBytes(TimelineId id, String path) throws IOException {
        return timeline(id).lengthBytes(path);
    }

    /** A small file of a seal whole. */
    public byte[] read(SealId id, String path) throws IOException {
        return sealedFiles.read(id, path);
    }

    /** The paths of all files below a folder of a timeline; none if there is no such folder. */
    public List<String> files(TimelineId id, String folder) throws IOException {
        return timeline(id).names().filesBelow(folder);
    }

    /** The paths of all files below a folder of a seal; none if there is no such folder. */
    public List<String> files(SealId id, String folder) throws IOException {
        return sealedFiles.list(id, folder);
    }

    /** The sum of the lengths of a timeline's files. */
    public long logicalBytes(TimelineId id) throws IOException {
        return timeline(id).names().totalBytes();
    }

    /** Allocated bytes that would be free if the timeline were deleted now. */
    public long uniqueBytes(TimelineId id) throws IOException {
        return space(id, Set.of()).uniqueBytes();
    }

    /** Allocated bytes that would be free if the seal were discarded now. */
    public long uniqueBytes(SealId id) throws IOException {
        return layerSpace.of(id);
    }

    /**
     * What a timeline takes, and what of it is whose.
     *
     * @param own seals that would be given up together with the timeline; those that are not there
     *     count nothing
     */
    public StoreSpace space(TimelineId id, Set<SealId> own) throws IOException {
        StoreSpace space = spaces(Map.of(id, own)).get(id);
        if (space == null) {
            throw new NoSuchFileException(id.value());
        }
        return space;
    }

    /**
     * The same of many timelines, with one walk over the layers; timelines that are not there are
     * left out.
     *
     * @param own by timeline the seals that would be given up together with it; those that are not
     *     there count nothing
     */
    public Map<TimelineId, StoreSpace> spaces(Map<TimelineId, Set<SealId>> own) throws IOException {
        return layerSpace.of(own);
    }

    /**
     * What several timelines and seals take together, what they share counted once. Those that are
     * not there count nothing.
     */
    public StoreTogether together(Set<TimelineId> timelines, Set<SealId> seals) throws IOException {
        return layerSpace.of(timelines, seals);
    }

    /** What the disk under the store has left. */
    public FileSystemSpace space() throws IOException {
        return FileSystemSpace.of(parts.folders().root());
    }

    // ---- the verbs

    /**
     * Takes over a native data folder as a new timeline; its {@code pg_wal} is left out.
     *
     * @param walFolder the native folder that {@code pg_wal} shall lead to; absolute
     * @throws FileAlreadyExistsException if there is such a timeline
     */
    public void create(TimelineId id, Path source, Path walFolder) throws IOException {
        makeRoot(id, walFolder, files -> new FolderImport(files).run(source));
    }

    /**
     * Makes a new timeline of its own with copies of some files of another one, which nobody may
     * write to meanwhile.
     *
     * @param keeps as in {@link PartialCopy}
     * @throws FileAlreadyExistsException if there is such a timeline
     */
    public void extract(
            TimelineId source, Predicate<String> keeps, TimelineId target, Path walFolder)
            throws IOException {
        TimelineFiles from = timeline(source);
        makeRoot(target, walFolder, files -> new PartialCopy(from, files, keeps).run());
    }

    /** Fills a timeline that has no files yet. */
    private interface Filling {
        void fill(TimelineFiles files) throws IOException;
    }

    private void makeRoot(TimelineId id, Path walFolder, Filling filling) throws IOException {
        registry.reserve(id);
        Layer layer = null;
        try {
            layer = parts.factory().begin(null, id);
            Namespace root =
                    Namespace.empty(LayerLoader.ROOT_PERMISSIONS, TimelineFiles.nowNanos());
            TimelineFiles files = files(id, walFolder, layer, root);
            filling.fill(files);
            layer.syncAll();
            parts.factory().makeDurable(layer);
            parts.manifests().writeNew(id, layer.id(), walFolder);
            registry.add(id, files);
        } catch (IOException | RuntimeException failure) {
            parts.factory().scrap(layer, failure);
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
            Layer sealed = merger.sealing().seal(id, member.files());
            parts.manifests().writeNew(seal, sealed.id());
            registry.add(seal, sealed);
        } finally {
            member.sealing().unlock();
            registry.release(seal.value());
        }
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
                layer = parts.factory().begin(base, child);
                TimelineFiles files = files(child, walFolder, layer, SealedFiles.namesOf(base));
                ForkRules.apply(files);
                if (controlFile != null) {
                    files.replaceControlFile(controlFile);
                }
                parts.factory().makeDurable(layer);
                parts.manifests().writeNew(child, layer.id(), walFolder);
                registry.add(child, files);
            } catch (IOException | RuntimeException failure) {
                parts.factory().scrap(layer, failure);
                throw failure;
            } finally {
                registry.release(child.value());
            }
        } finally {
            parts.collector().giveBack(base);
        }
    }

    /** Deletes a timeline; layers that others need stay. */
    public void delete(TimelineId id) throws IOException {
        Member member = registry.member(id);
        member.sealing().lock();
        try {
            parts.manifests().remove(id);
            member.files().close();
            registry.remove(id);
            layerSpace.forget(id);
        } finally {
            member.sealing().unlock();
        }
        parts.collector().collect();
        merger.lookSoon();
    }

    /** Gives up a seal; layers that others need stay. */
    public void discard(SealId id) throws IOException {
        Layer top = registry.remove(id);
        try {
            parts.manifests().remove(id);
        } catch (IOException failure) {
            registry.add(id, top);
            throw failure;
        }
        parts.collector().collect();
        merger.lookSoon();
    }

    /**
     * Merges all layers that need not be apart any more, as fast as the disk does.
     *
     * @return how many layers are gone
     */
    public int merge() throws IOException {
        return merger.mergeAll();
    }

    /**
     * Cuts a timeline free from its ancestors: whatever it reads of layers that others wrote is
     * copied into layers of its own, while it is read and written. Durable when this returns, and
     * done or not done after a crash. Seals that were taken before keep what they need, also layers
     * of the ancestors; seals of the timeline itself are cut free with it.
     *
     * @param watch can give it up, which leaves the timeline as it was
     * @return false if there was nothing to cut
     */
    public boolean flatten(TimelineId id, CopyWatch watch) throws IOException {
        return merger.flatten(id, registry.member(id), watch);
    }

    /** Waits for the background work asked for so far; for tests and for an orderly stop. */
    public void settle() throws InterruptedException {
        keeper.settle();
    }

    /** Makes everything durable and lets go of the folder. */
    @Override
    public void close() throws IOException {
        merger.close();
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
        merger.close();
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
        return parts.channels();
    }

    Set<LayerId> layerIds() {
        return registry.layerIds();
    }

    // ---- inside

    private TimelineFiles files(TimelineId id, Path walFolder, Layer top, Namespace names) {
        return new TimelineFiles(
                id.value(), walFolder, new LayerStack(top), names, keeper, parts.space());
    }
}
