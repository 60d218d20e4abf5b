package dev.cambium.engine.layer;

import dev.cambium.engine.page.Invariant;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Prepares one layer with what several show that lie on each other: of each block the newest, and
 * nothing of what is superseded, cut off or deleted. It takes the place of the uppermost of them.
 *
 * <p>Data files of which nothing is superseded are not copied but get a second name, if the layer
 * they come from goes. Used once, by one thread, while the layers stay as they are.
 */
final class LayerMerge {

    private static final int CHUNK_BYTES = 1 << 20;

    private final List<Layer> newestFirst;
    private final Layer top;
    private final Namespace names;
    private final LongPredicate usedNameless;
    private final boolean sourcesGo;
    private final CopyPace pace;
    private final OpenChannels channels;
    private final Disk disk;
    private final Set<Long> nameless = new HashSet<>();
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

    /**
     * @param newestFirst neighbours in a stack, all of them durable
     * @param usedNameless whether a node that has no name is still in use
     * @param sourcesGo whether nothing needs the layers below the uppermost afterwards
     */
    LayerMerge(
            List<Layer> newestFirst,
            LongPredicate usedNameless,
            boolean sourcesGo,
            CopyPace pace,
            OpenChannels channels,
            Disk disk) {
        this.newestFirst = List.copyOf(newestFirst);
        this.top = newestFirst.getFirst();
        this.names = Invariant.notNull(top.sealedNames(), "layer %s is not sealed", top.id());
        this.usedNameless = usedNameless;
        this.sourcesGo = sourcesGo;
        this.pace = pace;
        this.channels = channels;
        this.disk = disk;
        for (Layer layer : newestFirst) {
            Invariant.check(
                    layer.state() == Layer.State.DURABLE, "layer %s is not durable", layer.id());
        }
    }

    /** The layer below all of these. */
    @Nullable Layer below() {
        return newestFirst.getLast().parent();
    }

    /** Nodes without a name whose data was taken along, because somebody had them open. */
    Set<Long> nameless() {
        return nameless;
    }

    /** Fills {@code staged}, an empty layer that nothing reaches; durable when this returns. */
    void fill(Layer staged) throws IOException {
        for (long node : nodes()) {
            if (names.node(node) instanceof Node.FileNode file) {
                add(staged, node, file.sizeBytes());
            } else if (usedNameless.test(node)) {
                nameless.add(node);
                addNameless(staged, node);
            }
        }
        LayerId successor = Invariant.notNull(top.successor(), "layer %s is not sealed", top.id());
        staged.log().append(new NameChange.Seal(successor.value()));
        staged.setSealed(names, successor);
        staged.syncAll();
        NamesSnapshot.write(staged.folder(), names, disk);
        PresenceIndex.write(staged, disk);
    }

    private Set<Long> nodes() {
        Set<Long> nodes = new HashSet<>();
        for (Layer layer : newestFirst) {
            layer.files().forEach(file -> nodes.add(file.node()));
        }
        return nodes;
    }

    private void addNameless(Layer staged, long node) throws IOException {
        try {
            add(staged, node, Long.MAX_VALUE);
        } catch (DataFile.Gone forgotten) {
            // Nobody will read it any more.
            staged.delete(node);
        }
    }

    private void add(Layer staged, long node, long sizeBytes) throws IOException {
        pace.requireGoing();
        FileChain chain = chainOf(node);
        long hiddenFrom = below() == null ? Long.MAX_VALUE : chain.lowerVisibleBytes();
        if (hiddenFrom != Long.MAX_VALUE) {
            // The index says it as well; this is for the day on which the index is damaged.
            staged.log().append(new NameChange.Truncate(node, hiddenFrom));
            staged.log().append(new NameChange.Truncated(node));
        }
        DataFile only = chain.only();
        if (only != null && only.lengthBytes() <= sizeBytes && goes(node, only)) {
            staged.addFound(secondName(staged, only));
        } else {
            copy(chain, staged, node, sizeBytes);
        }
        if (hiddenFrom != Long.MAX_VALUE) {
            staged.needFile(node).hideLowerFrom(hiddenFrom);
        }
    }

    private FileChain chainOf(long node) {
        List<DataFile> files = new ArrayList<>();
        for (Layer layer : newestFirst) {
            DataFile file = layer.file(node);
            if (file != null) {
                files.add(file);
            }
        }
        return new FileChain(files);
    }

    /** Whether a data file's layer gives it up: the uppermost always does. */
    private boolean goes(long node, DataFile file) {
        return sourcesGo || file == top.file(node);
    }

    private DataFile secondName(Layer staged, DataFile source) throws IOException {
        Path path = staged.pathOf(source.node());
        Files.createLink(path, source.path());
        return new DataFile(
                source.node(),
                path,
                channels,
                disk,
                new PresenceBits(source.present().toWords()),
                source.lengthBytes(),
                true);
    }

    /** Runs of present blocks, whole blocks at a time: nothing of them may be left to a hole. */
    private void copy(FileChain chain, Layer staged, long node, long sizeBytes) throws IOException {
        long length = Math.min(chain.lengthBytes(), sizeBytes);
        long blocks = Blocks.count(length);
        DataFile target = null;
        for (long block = 0; block < blocks; block++) {
            if (!chain.holds(block)) {
                continue;
            }
            long start = block;
            while (block + 1 < blocks
                    && block + 1 - start < CHUNK_BYTES / Blocks.BYTES
                    && chain.holds(block + 1)) {
                block++;
            }
            long end = Math.min(Blocks.endOf(block), length);
            chunk.clear().limit((int) (end - Blocks.startOf(start)));
            pace.spend(chunk.remaining());
            chain.read(Blocks.startOf(start), chunk);
            target = staged.needFile(node);
            boolean made = !target.isOnDisk();
            target.write(Blocks.startOf(start), chunk.flip());
            staged.changed(target, made);
        }
    }
}
