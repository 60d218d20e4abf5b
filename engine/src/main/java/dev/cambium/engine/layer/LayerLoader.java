package dev.cambium.engine.layer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings layers back from disk, each once, parents first. What a crash left half done is finished:
 * torn tails are cut, intended truncations done, half blocks filled, nameless data deleted.
 *
 * <p>Used by one thread while a store opens.
 */
final class LayerLoader {

    /** A layer and, if it is open, the names at the end of its log. */
    private record Loaded(Layer layer, @Nullable Namespace names) {}

    private static final Logger LOG = LoggerFactory.getLogger(LayerLoader.class);

    /** Of PGDATA: Postgres refuses to start in a folder that others may read. */
    static final int ROOT_PERMISSIONS = 0700;

    private final LayerFolder folders;
    private final OpenChannels channels;
    private final Disk disk;
    private final Map<LayerId, Loaded> loaded = new HashMap<>();
    private final Map<LayerId, LayerLog.Contents> logs = new HashMap<>();

    /** Where the data of each layer is. */
    private final Map<LayerId, Path> bodies = new HashMap<>();

    LayerLoader(LayerFolder folders, OpenChannels channels, Disk disk) {
        this.folders = folders;
        this.channels = channels;
        this.disk = disk;
    }

    /** All layers loaded so far. */
    List<Layer> layers() {
        return loaded.values().stream().map(Loaded::layer).toList();
    }

    /**
     * The open layer of a timeline: the one its manifest names, or the last of those that follow
     * it. A sealed layer whose successor never came to be is answered as it is: the caller puts a
     * new one on it.
     */
    Layer newest(TimelineManifest manifest) throws IOException {
        LayerId at = manifest.top();
        while (true) {
            LayerLog.Contents contents = readLog(at);
            LayerId next = contents.successor();
            if (next == null || !follows(at, next)) {
                return load(at);
            }
            at = next;
        }
    }

    private boolean follows(LayerId layer, LayerId next) throws IOException {
        if (!Files.exists(bodyOf(next).resolve(Layer.LOG))) {
            return false;
        }
        try {
            return readLog(next).header().parent() == layer.value();
        } catch (UnreadableFileException.Corrupt halfMade) {
            LOG.warn("layer {} was never finished: {}", next, halfMade.getMessage());
            return false;
        }
    }

    /** The names of an open layer. */
    Namespace openNames(Layer layer) throws IOException {
        Loaded known = loaded.get(layer.id());
        Namespace names = known == null ? null : known.names();
        if (names == null) {
            throw new IOException("layer " + layer.id() + " has no names");
        }
        return names;
    }

    /** A layer with all below it. */
    Layer load(LayerId id) throws IOException {
        Deque<LayerLog.Contents> missing = new ArrayDeque<>();
        long at = id.value();
        Layer parent = null;
        while (at != 0 && parent == null) {
            Loaded known = loaded.get(new LayerId(at));
            if (known != null) {
                parent = known.layer();
            } else {
                LayerLog.Contents contents = readLog(new LayerId(at));
                missing.push(contents);
                at = contents.header().parent();
            }
        }
        while (!missing.isEmpty()) {
            LayerLog.Contents contents = missing.pop();
            if (parent != null && parent.state() == Layer.State.OPEN) {
                throw new UnreadableFileException.Corrupt(
                        parent.folder(), "a layer lies on it, but it was never sealed");
            }
            parent = load(contents, parent);
        }
        if (parent == null) {
            throw new IOException("layer " + id + " is not there");
        }
        return parent;
    }

    private LayerLog.Contents readLog(LayerId id) throws IOException {
        LayerLog.Contents known = logs.get(id);
        if (known != null) {
            return known;
        }
        LayerLog.Contents contents = LayerLog.read(bodyOf(id).resolve(Layer.LOG));
        if (!contents.header().layer().equals(id)) {
            throw new UnreadableFileException.Corrupt(
                    bodyOf(id), "its log is that of layer " + contents.header().layer());
        }
        logs.put(id, contents);
        return contents;
    }

    private Path bodyOf(LayerId id) throws IOException {
        Path known = bodies.get(id);
        if (known == null) {
            Path own = folders.layer(id);
            MergeMark mark = MergeMark.read(own, id);
            known = mark == null ? own : folders.layer(mark.folder());
            bodies.put(id, known);
        }
        return known;
    }

    private Layer load(LayerLog.Contents contents, @Nullable Layer parent) throws IOException {
        LayerHeader header = contents.header();
        Path folder = bodyOf(header.layer());
        LayerId successor = contents.successor();
        boolean sealed = successor != null;
        List<DataFile> indexed = sealed ? readIndex(folder, header.layer()) : null;
        Layer.State state =
                indexed != null
                        ? Layer.State.DURABLE
                        : sealed ? Layer.State.SEALED : Layer.State.OPEN;
        LayerLog log = LayerLog.resume(folder.resolve(Layer.LOG), contents, disk);
        Layer layer = new Layer(header, parent, folder, log, channels, disk, state);
        Namespace names = NamesSnapshot.read(folder);
        if (names == null) {
            names = replay(contents, parent);
        }
        if (indexed != null) {
            new KeptFiles(indexed).require(layer, names);
            addIndexed(layer, indexed, names);
        } else {
            KeptFiles kept = new KeptFiles(contents);
            kept.require(layer, names);
            scan(layer, contents, names, kept);
        }
        for (DataFile file : layer.files()) {
            names = withLength(names, file);
        }
        if (successor != null) {
            layer.setSealed(names, successor);
        }
        loaded.put(header.layer(), new Loaded(layer, sealed ? null : names));
        return layer;
    }

    /** Nobody has a file without a name open any more. */
    private static void addIndexed(Layer layer, List<DataFile> indexed, Namespace names)
            throws IOException {
        for (DataFile file : indexed) {
            if (names.node(file.node()) instanceof Node.FileNode) {
                layer.addFound(file);
            } else if (file.isOnDisk()) {
                file.delete();
            }
        }
    }

    private @Nullable List<DataFile> readIndex(Path folder, LayerId layer) throws IOException {
        if (!Files.exists(folder.resolve(PresenceIndex.FILE))) {
            return null;
        }
        try {
            return PresenceIndex.read(folder, layer, channels, disk);
        } catch (UnreadableFileException.Corrupt damaged) {
            LOG.warn("the data files of layer {} are read instead", layer, damaged);
            return null;
        }
    }

    private static Namespace replay(LayerLog.Contents contents, @Nullable Layer parent)
            throws IOException {
        Namespace names =
                parent == null ? Namespace.empty(ROOT_PERMISSIONS, 0) : parent.sealedNames();
        if (names == null) {
            throw new IOException("layer " + contents.header().layer() + " lies on an open one");
        }
        for (NameChange change : contents.changes()) {
            names = names.after(change);
        }
        return names;
    }

    /** Data files may have grown since the last record; that is where the size is. */
    private static Namespace withLength(Namespace names, DataFile file) {
        return names.node(file.node()) instanceof Node.FileNode node
                        && file.lengthBytes() > node.sizeBytes()
                ? names.withSize(file.node(), file.lengthBytes(), node.modifiedNanos())
                : names;
    }

    private void scan(Layer layer, LayerLog.Contents contents, Namespace names, KeptFiles kept)
            throws IOException {
        Map<Long, Long> hiddenFrom = new HashMap<>();
        Map<Long, Long> lastCut = new HashMap<>();
        Set<Long> unconfirmed = new HashSet<>();
        for (NameChange change : contents.changes()) {
            if (change instanceof NameChange.Truncate cut) {
                hiddenFrom.merge(cut.node(), cut.sizeBytes(), Math::min);
                lastCut.put(cut.node(), cut.sizeBytes());
                unconfirmed.add(cut.node());
            } else if (change instanceof NameChange.Truncated done) {
                unconfirmed.remove(done.node());
            }
        }
        Set<Long> found = new HashSet<>();
        for (Path path : LayerFolder.list(layer.folder())) {
            String name = path.getFileName().toString();
            if (name.endsWith(Layer.DATA_SUFFIX)) {
                long node =
                        Long.parseLong(
                                name.substring(0, name.length() - Layer.DATA_SUFFIX.length()), 16);
                if (names.node(node) instanceof Node.FileNode) {
                    found.add(node);
                } else {
                    Files.delete(path);
                }
            } else if (name.endsWith(ChecksummedFile.UNFINISHED)) {
                Files.delete(path);
            }
        }
        for (long node : found) {
            if (unconfirmed.contains(node)) {
                cut(layer.pathOf(node), lastCut.getOrDefault(node, Long.MAX_VALUE));
            }
            addScanned(layer, node, hiddenFrom.getOrDefault(node, Long.MAX_VALUE), kept);
        }
        for (Map.Entry<Long, Long> hidden : hiddenFrom.entrySet()) {
            if (!found.contains(hidden.getKey())
                    && names.node(hidden.getKey()) instanceof Node.FileNode) {
                layer.needFile(hidden.getKey()).hideLowerFrom(hidden.getValue());
            }
        }
        if (layer.state() == Layer.State.OPEN) {
            for (long node : unconfirmed) {
                layer.log().append(new NameChange.Truncated(node));
            }
        }
    }

    private static void cut(Path path, long bytes) throws IOException {
        if (Files.size(path) > bytes) {
            try (var channel =
                    java.nio.channels.FileChannel.open(
                            path, java.nio.file.StandardOpenOption.WRITE)) {
                channel.truncate(bytes);
            }
        }
    }

    private void addScanned(Layer layer, long node, long hiddenFrom, KeptFiles kept)
            throws IOException {
        Path path = layer.pathOf(node);
        DataFile hiding = new DataFile(node, path, channels, disk);
        hiding.hideLowerFrom(hiddenFrom);
        List<DataFile> below = new ArrayList<>(List.of(hiding));
        Layer parent = layer.parent();
        if (parent != null) {
            below.addAll(new LayerStack(parent).chainOf(node).newestFirst());
        }
        PresenceBits bits = PresenceScan.scan(path, new FileChain(below), disk);
        DataFile file = new DataFile(node, path, channels, disk, bits, Files.size(path), true);
        file.hideLowerFrom(hiddenFrom);
        kept.tell(file);
        layer.addFound(file);
    }
}
