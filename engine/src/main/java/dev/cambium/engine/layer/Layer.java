package dev.cambium.engine.layer;

import dev.cambium.engine.page.Invariant;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One ring of wood: what a timeline wrote between two seals.
 *
 * <p>A layer is written by exactly one timeline while it is open, and read by every timeline whose
 * stack it is in. Sealed, it never shows other bytes again; a merge may exchange where it keeps
 * them and on which layer it lies, both at once ({@link Body}). Thread-safe; the blocks of one file
 * are written under that file's inode lock.
 */
final class Layer {

    /**
     * Where a layer has its data, and what it lies on. Read it once and use both: two reads may see
     * the layer before and after a merge.
     *
     * @param parent the layer below; null for a root layer
     * @param folder of the log, the data files and the index
     */
    record Body(@Nullable Layer parent, Path folder, LayerLog log, Map<Long, DataFile> files) {}

    /** The life of a layer; it only goes forward. */
    enum State {
        /** Takes the writes of its timeline. */
        OPEN,
        /** Never changes again, but some of its data may still be in the page cache only. */
        SEALED,
        /** Sealed, and all of it survives a loss of power; its presence index is on disk. */
        DURABLE
    }

    /** From here on one sync of the whole file system costs less than one of each file. */
    private static final int SYNC_ONE_BY_ONE_MAX = 100;

    static final String LOG = "log";
    static final String DATA_SUFFIX = ".blocks";

    private static final Logger LOGGER = LoggerFactory.getLogger(Layer.class);

    private final LayerId id;
    private final String timeline;
    private final OpenChannels channels;
    private final Disk disk;
    private final AtomicReference<State> state;
    private volatile Body body;
    private final Set<DataFile> dirty = ConcurrentHashMap.newKeySet();

    /** Data files on disk of which the log does not say yet that they are kept. */
    private final Set<DataFile> unnoted = ConcurrentHashMap.newKeySet();

    /** Counts data files made, so that a sync of the folder covers no more than it saw. */
    private final AtomicLong filesMade = new AtomicLong();

    private final AtomicLong filesMadeDurable = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Namespace sealedNames;
    private volatile @Nullable LayerId successor;

    Layer(
            LayerHeader header,
            @Nullable Layer parent,
            Path folder,
            LayerLog log,
            OpenChannels channels,
            Disk disk,
            State state) {
        Invariant.check(
                header.parent() == (parent == null ? 0 : parent.id().value()),
                "layer %s is put on another than its parent",
                header.layer());
        this.id = header.layer();
        this.timeline = header.timeline();
        this.body = new Body(parent, folder, log, new ConcurrentHashMap<>());
        this.channels = channels;
        this.disk = disk;
        this.state = new AtomicReference<>(state);
    }

    LayerId id() {
        return id;
    }

    /** The timeline that writes here, or wrote here before the seal. */
    String timeline() {
        return timeline;
    }

    Body body() {
        return body;
    }

    /**
     * Takes over the data that was prepared in another layer of the same id, and shows the same
     * bytes as before. Whoever reads the old body is not disturbed until its files are deleted.
     *
     * @return the old body
     */
    Body become(Layer merged) {
        Invariant.check(
                id.equals(merged.id) && state() == State.DURABLE,
                "layer %s, which is %s, cannot take over what was made for %s",
                id,
                state(),
                merged.id);
        Body old = body;
        body = merged.body;
        return old;
    }

    @Nullable Layer parent() {
        return body.parent();
    }

    Path folder() {
        return body.folder();
    }

    LayerLog log() {
        return body.log();
    }

    State state() {
        return state.get();
    }

    void transition(State from, State to) {
        Invariant.check(
                state.compareAndSet(from, to), "layer %s is not %s but %s", id(), from, state());
    }

    /** All names at the moment of the seal; null as long as the layer is open. */
    @Nullable Namespace sealedNames() {
        return sealedNames;
    }

    /** The layer that became open when this one was sealed; null as long as it is open. */
    @Nullable LayerId successor() {
        return successor;
    }

    void setSealed(Namespace names, LayerId followedBy) {
        sealedNames = names;
        successor = followedBy;
    }

    @Nullable DataFile file(long node) {
        return body.files().get(node);
    }

    Collection<DataFile> files() {
        return body.files().values();
    }

    /** The data file of a node, made in memory if there is none. Only under its inode lock. */
    DataFile needFile(long node) {
        DataFile file = file(node);
        if (file == null) {
            file = new DataFile(node, pathOf(node), channels, disk);
            body.files().put(node, file);
        }
        return file;
    }

    /** Takes in a data file found on disk. */
    void addFound(DataFile file) {
        body.files().put(file.node(), file);
        if (state() != State.DURABLE) {
            file.markDirty();
            dirty.add(file);
            filesMade.incrementAndGet();
            if (!file.isNoted()) {
                unnoted.add(file);
            }
        }
    }

    Path pathOf(long node) {
        return folder().resolve(Long.toHexString(node) + DATA_SUFFIX);
    }

    /** To be called after each change of a data file, before the change is answered. */
    void changed(DataFile file, boolean made) {
        changes.incrementAndGet();
        if (made) {
            filesMade.incrementAndGet();
        }
        dirty.add(file);
        // Last, and only if it came to be: a sync that begins when it is in this set covers its
        // name in the folder.
        if (made && file.isOnDisk()) {
            unnoted.add(file);
        }
    }

    /** What was looked up of this layer at a stamp is still so while the stamp is equal. */
    Stamp stamp() {
        return new Stamp(id, state(), body.folder(), changes.get(), log().lengthBytes());
    }

    /**
     * All that what a layer holds, and takes on disk, depends on.
     *
     * @param changes of its data and its files since it was loaded
     */
    record Stamp(LayerId id, State state, Path folder, long changes, long logBytes) {}

    /** To be called after files that a merge made needless were deleted: it takes less now. */
    void freed() {
        changes.incrementAndGet();
    }

    boolean hasDirtyFiles() {
        return !dirty.isEmpty();
    }

    /** Makes one file's data in this layer durable, with its name and the names before it. */
    void sync(long node) throws IOException {
        if (state() == State.DURABLE) {
            return;
        }
        log().sync();
        DataFile file = file(node);
        if (file != null) {
            boolean fresh = unnoted.contains(file);
            sync(file);
            syncFolder();
            if (fresh) {
                noteKept(file);
            }
        }
    }

    /** Makes everything that was written to this layer before the call durable. */
    void syncAll() throws IOException {
        if (state() == State.DURABLE) {
            return;
        }
        log().sync();
        List<DataFile> fresh = List.copyOf(unnoted);
        List<DataFile> waiting = List.copyOf(dirty);
        if (waiting.size() > SYNC_ONE_BY_ONE_MAX) {
            syncTogether(waiting);
        }
        for (DataFile file : waiting) {
            sync(file);
        }
        syncFolder();
        for (DataFile file : fresh) {
            noteKept(file);
        }
    }

    /** Notes that a file is on disk for good; its length may be changing right now. */
    private void noteKept(DataFile file) {
        try {
            log().note(new NameChange.Kept(file.node(), 0));
            file.noted(0);
            unnoted.remove(file);
        } catch (IOException failure) {
            // What was asked for is done: the file is durable. The next sync notes it.
            LOGGER.debug("could not note that {} is kept", file.path(), failure);
        }
    }

    /**
     * Makes everything durable and notes how long each data file is, so that whatever is missing
     * later is seen. To be called when nothing writes to this layer any more.
     *
     * @param names the names at the end of this layer; what has none may be deleted any time
     */
    void noteLengths(Namespace names) throws IOException {
        syncAll();
        for (DataFile file : files()) {
            long length = file.lengthBytes();
            if (file.isOnDisk()
                    && length != file.notedBytes()
                    && names.node(file.node()) instanceof Node.FileNode) {
                log().note(new NameChange.Kept(file.node(), length));
                file.noted(length);
            }
        }
        log().syncWithNotes();
    }

    private void syncTogether(List<DataFile> waiting) throws IOException {
        long[] seen = new long[waiting.size()];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = waiting.get(i).changes();
        }
        boolean failed = true;
        try {
            disk.syncAll(folder());
            failed = false;
        } finally {
            for (int i = 0; i < seen.length; i++) {
                waiting.get(i).syncedElsewhere(seen[i], failed);
            }
        }
    }

    private void sync(DataFile file) throws IOException {
        if (!file.isDirty()) {
            dirty.remove(file);
            if (file.isDirty()) {
                dirty.add(file);
            }
            return;
        }
        file.sync();
        dirty.remove(file);
        // A write between the two lines above put nothing new into the set: look again.
        if (file.isDirty()) {
            dirty.add(file);
        }
    }

    private void syncFolder() throws IOException {
        long seen = filesMade.get();
        if (filesMadeDurable.get() < seen) {
            disk.syncFolder(folder());
            filesMadeDurable.accumulateAndGet(seen, Math::max);
        }
    }

    /** What the blocks of a durable layer and its log take, about; counted, not looked up. */
    long sizeBytes() {
        long blocks = 0;
        for (DataFile file : files()) {
            blocks += file.present().count();
        }
        return blocks * Blocks.BYTES + log().lengthBytes();
    }

    /** Whether nothing was written to this layer since it was made. */
    boolean isUntouched() {
        return files().isEmpty() && !log().hasRecords();
    }

    /** Deletes one file's data; only for nodes that no sealed namespace knows. */
    void delete(long node) throws IOException {
        DataFile file = body.files().remove(node);
        if (file != null) {
            file.delete();
            changes.incrementAndGet();
            dirty.remove(file);
            unnoted.remove(file);
        }
    }

    void close() throws IOException {
        log().close();
        for (DataFile file : files()) {
            file.close();
        }
    }
}
