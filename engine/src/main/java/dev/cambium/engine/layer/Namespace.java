package dev.cambium.engine.layer;

import dev.cambium.engine.layer.Node.FileNode;
import dev.cambium.engine.layer.Node.FolderNode;
import dev.cambium.engine.layer.Node.LinkNode;
import dev.cambium.engine.page.Invariant;

import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * All names, kinds, sizes and permissions of a timeline at one moment. Immutable and persistent: to
 * keep a copy is to keep a reference, whatever the number of files.
 *
 * @param nodes every node by its number; the root folder is {@link #ROOT}
 * @param nextNode the number of the next node made; numbers are never used again
 */
record Namespace(PMap<Long, Node> nodes, long nextNode) {

    static final long ROOT = 1;

    /** Only a root folder. */
    static Namespace empty(int rootPermissions, long nanos) {
        FolderNode root = new FolderNode(rootPermissions, nanos, TreePMap.empty());
        return new Namespace(HashTreePMap.<Long, Node>empty().plus(ROOT, root), ROOT + 1);
    }

    @Nullable Node node(long number) {
        return nodes.get(number);
    }

    /** The folder with this number, or null if there is none or it is something else. */
    @Nullable FolderNode folder(long number) {
        return nodes.get(number) instanceof FolderNode folder ? folder : null;
    }

    /** The number of the node at a path below the root, with slashes; null if there is none. */
    @Nullable Long find(String path) {
        Long at = ROOT;
        for (String name : path.split("/", -1)) {
            FolderNode folder = folder(at);
            Long next = folder == null ? null : folder.names().get(name);
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    /** The names of a folder that start with {@code prefix}, found without reading the others. */
    SortedMap<String, Long> namesWithPrefix(long folder, String prefix) {
        FolderNode node = folder(folder);
        return node == null
                ? new java.util.TreeMap<>()
                : node.names().subMap(prefix, prefix + Character.MAX_VALUE);
    }

    /** The namespace with one file's size changed; unchanged if there is no such file. */
    Namespace withSize(long file, long sizeBytes, long nanos) {
        return nodes.get(file) instanceof FileNode node
                ? new Namespace(nodes.plus(file, node.withSize(sizeBytes, nanos)), nextNode)
                : this;
    }

    /** Sum of the lengths of all files. */
    long totalBytes() {
        long sum = 0;
        for (Node node : nodes.values()) {
            if (node instanceof FileNode file) {
                sum += file.sizeBytes();
            }
        }
        return sum;
    }

    /** Whether {@code inner} is {@code outer} or lies anywhere below it. */
    boolean isWithin(long inner, long outer) {
        if (inner == outer) {
            return true;
        }
        FolderNode folder = folder(outer);
        if (folder == null) {
            return false;
        }
        for (long child : folder.names().values()) {
            if (nodes.get(child) instanceof FolderNode && isWithin(inner, child)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The namespace after a change that was checked before it was logged.
     *
     * @throws IllegalStateException if the change does not fit: the log is not this namespace's
     */
    Namespace after(NameChange change) {
        return switch (change) {
            case NameChange.CreateFile c ->
                    withNew(
                            c.folder(),
                            c.name(),
                            c.node(),
                            new FileNode(c.permissions(), c.nanos(), 0));
            case NameChange.CreateFolder c ->
                    withNew(
                            c.folder(),
                            c.name(),
                            c.node(),
                            new FolderNode(c.permissions(), c.nanos(), TreePMap.empty()));
            case NameChange.CreateLink c ->
                    withNew(
                            c.folder(),
                            c.name(),
                            c.node(),
                            new LinkNode(0777, c.nanos(), c.target()));
            case NameChange.Remove c -> without(c.folder(), c.name());
            case NameChange.Rename c -> renamed(c);
            case NameChange.SetPermissions c -> {
                Node node =
                        Invariant.notNull(
                                nodes.get(c.node()), "no node %s to set permissions of", c.node());
                yield new Namespace(
                        nodes.plus(c.node(), node.withPermissions(c.permissions())), nextNode);
            }
            case NameChange.Truncate c -> {
                Node node = nodes.get(c.node());
                yield node == null ? this : withSize(c.node(), c.sizeBytes(), node.modifiedNanos());
            }
            case NameChange.Truncated _, NameChange.Seal _ -> this;
        };
    }

    private Namespace withNew(long folder, String name, long number, Node node) {
        FolderNode parent = needFolder(folder);
        Invariant.check(!parent.names().containsKey(name), "name %s is taken", name);
        Invariant.check(number >= nextNode, "node %s was made before", number);
        return new Namespace(
                nodes.plus(number, node).plus(folder, parent.with(name, number)), number + 1);
    }

    private Namespace without(long folder, String name) {
        FolderNode parent = needFolder(folder);
        long number = Invariant.notNull(parent.names().get(name), "no name %s to remove", name);
        return new Namespace(nodes.minus(number).plus(folder, parent.without(name)), nextNode);
    }

    private Namespace renamed(NameChange.Rename c) {
        long number =
                Invariant.notNull(
                        needFolder(c.folder()).names().get(c.name()),
                        "no name %s to rename",
                        c.name());
        Long replaced = needFolder(c.newFolder()).names().get(c.newName());
        PMap<Long, Node> changed = nodes;
        if (replaced != null && replaced != number) {
            changed = changed.minus(replaced);
        }
        changed = changed.plus(c.folder(), needFolder(c.folder()).without(c.name()));
        if (!(changed.get(c.newFolder()) instanceof FolderNode target)) {
            throw new IllegalStateException("folder " + c.newFolder() + " replaced itself");
        }
        return new Namespace(
                changed.plus(c.newFolder(), target.with(c.newName(), number)), nextNode);
    }

    private FolderNode needFolder(long number) {
        return Invariant.notNull(folder(number), "no folder %s", number);
    }

    /** The paths of all files below a folder; none if there is no such folder. */
    List<String> filesBelow(String path) {
        List<String> files = new ArrayList<>();
        Long folder = find(path);
        if (folder != null && folder(folder) != null) {
            forEachPath(
                    folder,
                    path + "/",
                    (found, node) -> {
                        if (nodes.get(node) instanceof FileNode) {
                            files.add(found);
                        }
                    });
        }
        return files;
    }

    /** Every name below a folder with its path, for tests and import; folders before content. */
    void forEachPath(long folder, String prefix, java.util.function.ObjLongConsumer<String> visit) {
        FolderNode node = needFolder(folder);
        for (Map.Entry<String, Long> entry : node.names().entrySet()) {
            String path = prefix + entry.getKey();
            visit.accept(path, entry.getValue());
            if (folder(entry.getValue()) != null) {
                forEachPath(entry.getValue(), path + "/", visit);
            }
        }
    }
}
