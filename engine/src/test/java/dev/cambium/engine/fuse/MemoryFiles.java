package dev.cambium.engine.fuse;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files in memory: small, slow and right, to test the FUSE session against. */
public final class MemoryFiles implements FuseFiles {

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final long TOTAL_BYTES = 8L << 30;

    private final Map<NodeId, Node> nodes = new HashMap<>();
    private long lastNode = 1;
    private long usedBytes;

    public MemoryFiles() {
        Node root = new Node(NodeId.ROOT, Kind.FOLDER, 0755);
        root.remembered = 1;
        root.links = 1;
        nodes.put(NodeId.ROOT, root);
    }

    private static final class Node {
        final NodeId id;
        final Kind kind;
        final TreeMap<String, NodeId> names = new TreeMap<>();
        final Map<Long, byte[]> chunks = new HashMap<>();
        String target = "";
        long size;
        int permissions;
        long modified = System.currentTimeMillis() * 1_000_000;
        long remembered;
        int links;

        Node(NodeId id, Kind kind, int permissions) {
            this.id = id;
            this.kind = kind;
            this.permissions = permissions;
        }
    }

    /** How many nodes there are, those included that are unlinked but remembered. */
    public synchronized int nodeCount() {
        return nodes.size();
    }

    @Override
    public synchronized Attributes lookup(NodeId folder, String name) throws FuseError {
        return remember(child(folder, name));
    }

    @Override
    public synchronized void forget(NodeId id, long times) {
        Node node = nodes.get(id);
        if (node != null) {
            node.remembered -= times;
            collect(node);
        }
    }

    @Override
    public synchronized Attributes attributes(NodeId id) throws FuseError {
        return attributes(node(id));
    }

    @Override
    public synchronized Attributes change(NodeId id, AttributeChange change) throws FuseError {
        Node node = node(id);
        if (change.sizeBytes() != null) {
            resize(node, change.sizeBytes());
            touch(node);
        }
        if (change.permissions() != null) {
            node.permissions = change.permissions();
        }
        if (change.modifiedNanos() != null) {
            node.modified = change.modifiedNanos();
        }
        return attributes(node);
    }

    @Override
    public synchronized Attributes create(NodeId folder, String name, int permissions)
            throws FuseError {
        return remember(add(folder, name, Kind.FILE, permissions));
    }

    @Override
    public synchronized Attributes mkdir(NodeId folder, String name, int permissions)
            throws FuseError {
        return remember(add(folder, name, Kind.FOLDER, permissions));
    }

    @Override
    public synchronized Attributes symlink(NodeId folder, String name, String target)
            throws FuseError {
        Node link = add(folder, name, Kind.LINK, 0777);
        link.target = target;
        link.size = target.getBytes(StandardCharsets.UTF_8).length;
        return remember(link);
    }

    @Override
    public synchronized String readLink(NodeId link) throws FuseError {
        Node node = node(link);
        if (node.kind != Kind.LINK) {
            throw new FuseError(Errno.EINVAL);
        }
        return node.target;
    }

    @Override
    public synchronized void unlink(NodeId folder, String name) throws FuseError {
        Node node = child(folder, name);
        if (node.kind == Kind.FOLDER) {
            throw new FuseError(Errno.EISDIR);
        }
        detach(node(folder), name, node);
    }

    @Override
    public synchronized void rmdir(NodeId folder, String name) throws FuseError {
        Node node = child(folder, name);
        if (node.kind != Kind.FOLDER) {
            throw new FuseError(Errno.ENOTDIR);
        }
        if (!node.names.isEmpty()) {
            throw new FuseError(Errno.ENOTEMPTY);
        }
        detach(node(folder), name, node);
    }

    @Override
    public synchronized void rename(
            NodeId folder, String name, NodeId newFolder, String newName, boolean noReplace)
            throws FuseError {
        Node moved = child(folder, name);
        Node into = folder(newFolder);
        NodeId replacedId = into.names.get(newName);
        if (replacedId != null) {
            if (noReplace) {
                throw new FuseError(Errno.EEXIST);
            }
            Node replaced = node(replacedId);
            if (replaced == moved) {
                return;
            }
            if (replaced.kind == Kind.FOLDER && !replaced.names.isEmpty()) {
                throw new FuseError(Errno.ENOTEMPTY);
            }
            detach(into, newName, replaced);
        }
        node(folder).names.remove(name);
        into.names.put(newName, moved.id);
        touch(node(folder));
        touch(into);
    }

    @Override
    public synchronized List<Entry> list(NodeId folder) throws FuseError {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, NodeId> name : folder(folder).names.entrySet()) {
            entries.add(new Entry(name.getKey(), name.getValue(), node(name.getValue()).kind));
        }
        return entries;
    }

    @Override
    public synchronized int read(NodeId file, long offset, MemorySegment target) throws FuseError {
        Node node = node(file);
        int length = (int) Math.clamp(node.size - offset, 0, target.byteSize());
        for (int done = 0; done < length; ) {
            int within = (int) ((offset + done) % CHUNK_BYTES);
            int part = Math.min(CHUNK_BYTES - within, length - done);
            byte[] chunk = node.chunks.get((offset + done) / CHUNK_BYTES);
            MemorySegment to = target.asSlice(done, part);
            if (chunk == null) {
                to.fill((byte) 0);
            } else {
                MemorySegment.copy(chunk, within, to, ValueLayout.JAVA_BYTE, 0, part);
            }
            done += part;
        }
        return length;
    }

    @Override
    public synchronized void write(NodeId file, long offset, MemorySegment source)
            throws FuseError {
        Node node = node(file);
        int length = (int) source.byteSize();
        for (int done = 0; done < length; ) {
            int within = (int) ((offset + done) % CHUNK_BYTES);
            int part = Math.min(CHUNK_BYTES - within, length - done);
            byte[] chunk = chunk(node, (offset + done) / CHUNK_BYTES);
            MemorySegment.copy(source, ValueLayout.JAVA_BYTE, done, chunk, within, part);
            done += part;
        }
        node.size = Math.max(node.size, offset + length);
        touch(node);
    }

    @Override
    public synchronized void allocate(NodeId file, long offset, long length) throws FuseError {
        Node node = node(file);
        node.size = Math.max(node.size, offset + length);
    }

    @Override
    public void sync(NodeId file, boolean dataOnly) {
        // Nothing is durable here.
    }

    @Override
    public void syncFolder(NodeId folder) {
        // Nothing is durable here.
    }

    @Override
    public synchronized SpaceLimits space() {
        long free = TOTAL_BYTES - usedBytes;
        return new SpaceLimits(TOTAL_BYTES, free, free, 1_000_000);
    }

    private Node node(NodeId id) throws FuseError {
        Node node = nodes.get(id);
        if (node == null) {
            throw new FuseError(Errno.ENOENT);
        }
        return node;
    }

    private Node folder(NodeId id) throws FuseError {
        Node node = node(id);
        if (node.kind != Kind.FOLDER) {
            throw new FuseError(Errno.ENOTDIR);
        }
        if (node.links == 0) {
            throw new FuseError(Errno.ENOENT);
        }
        return node;
    }

    private Node child(NodeId folder, String name) throws FuseError {
        NodeId id = folder(folder).names.get(name);
        if (id == null) {
            throw new FuseError(Errno.ENOENT);
        }
        return node(id);
    }

    private Node add(NodeId folderId, String name, Kind kind, int permissions) throws FuseError {
        Node folder = folder(folderId);
        if (folder.names.containsKey(name)) {
            throw new FuseError(Errno.EEXIST);
        }
        Node node = new Node(new NodeId(++lastNode), kind, permissions);
        node.links = 1;
        nodes.put(node.id, node);
        folder.names.put(name, node.id);
        touch(folder);
        return node;
    }

    private void detach(Node folder, String name, Node node) {
        folder.names.remove(name);
        touch(folder);
        node.links = 0;
        collect(node);
    }

    private void collect(Node node) {
        if (node.links == 0 && node.remembered <= 0) {
            nodes.remove(node.id);
            usedBytes -= (long) node.chunks.size() * CHUNK_BYTES;
        }
    }

    private Attributes remember(Node node) {
        node.remembered++;
        return attributes(node);
    }

    private static Attributes attributes(Node node) {
        long allocated = (long) node.chunks.size() * CHUNK_BYTES;
        int links = node.kind == Kind.FOLDER && node.links > 0 ? 2 : node.links;
        return new Attributes(
                node.id, node.kind, node.size, allocated, node.permissions, links, node.modified);
    }

    private byte[] chunk(Node node, long index) {
        return node.chunks.computeIfAbsent(
                index,
                _ -> {
                    usedBytes += CHUNK_BYTES;
                    return new byte[CHUNK_BYTES];
                });
    }

    private void resize(Node node, long size) {
        if (size < node.size) {
            long last = size / CHUNK_BYTES;
            node.chunks.keySet().removeIf(index -> index > last);
            byte[] partial = node.chunks.get(last);
            if (partial != null) {
                Arrays.fill(partial, (int) (size % CHUNK_BYTES), CHUNK_BYTES, (byte) 0);
            }
        }
        node.size = size;
    }

    private static void touch(Node node) {
        node.modified = System.currentTimeMillis() * 1_000_000;
    }
}
