package dev.cambium.engine.layer;

import dev.cambium.engine.layer.Node.FileNode;
import dev.cambium.engine.layer.Node.FolderNode;
import dev.cambium.engine.layer.Node.LinkNode;

import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The file {@code names} of a sealed layer: the whole namespace at its seal, so that no log below
 * needs to be replayed. Only some layers have one.
 */
final class NamesSnapshot {

    static final String FILE = "names";

    private static final ChecksummedFile.Kind KIND =
            new ChecksummedFile.Kind(0x43414d424e414d45L, 1); // CAMBNAME

    private static final int FILE_KIND = 0;
    private static final int FOLDER_KIND = 1;
    private static final int LINK_KIND = 2;

    private NamesSnapshot() {}

    static void write(Path folder, Namespace names, Disk disk) throws IOException {
        ChecksummedFile.write(
                folder.resolve(FILE),
                KIND,
                disk,
                out -> {
                    out.writeLong(names.nextNode());
                    out.writeInt(names.nodes().size());
                    for (Map.Entry<Long, Node> entry : names.nodes().entrySet()) {
                        out.writeLong(entry.getKey());
                        writeNode(out, entry.getValue());
                    }
                });
    }

    /** The namespace, or null if the folder has no snapshot. */
    static @Nullable Namespace read(Path folder) throws IOException {
        Path path = folder.resolve(FILE);
        if (!Files.exists(path)) {
            return null;
        }
        DataInputStream in = ChecksummedFile.read(path, KIND);
        long nextNode = in.readLong();
        PMap<Long, Node> nodes = HashTreePMap.empty();
        for (int left = in.readInt(); left > 0; left--) {
            nodes = nodes.plus(in.readLong(), readNode(path, in));
        }
        return new Namespace(nodes, nextNode);
    }

    private static void writeNode(DataOutputStream out, Node node) throws IOException {
        out.writeByte(kindByte(node));
        out.writeInt(node.permissions());
        out.writeLong(node.modifiedNanos());
        switch (node) {
            case FileNode file -> out.writeLong(file.sizeBytes());
            case LinkNode link -> out.writeUTF(link.target());
            case FolderNode folder -> {
                out.writeInt(folder.names().size());
                for (Map.Entry<String, Long> entry : folder.names().entrySet()) {
                    out.writeUTF(entry.getKey());
                    out.writeLong(entry.getValue());
                }
            }
        }
    }

    private static int kindByte(Node node) {
        return switch (node) {
            case FileNode _ -> FILE_KIND;
            case FolderNode _ -> FOLDER_KIND;
            case LinkNode _ -> LINK_KIND;
        };
    }

    private static Node readNode(Path path, DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        int permissions = in.readInt();
        long nanos = in.readLong();
        if (kind == FILE_KIND) {
            return new FileNode(permissions, nanos, in.readLong());
        }
        if (kind == LINK_KIND) {
            return new LinkNode(permissions, nanos, in.readUTF());
        }
        if (kind != FOLDER_KIND) {
            throw new UnreadableFileException.Corrupt(path, "no node has kind " + kind);
        }
        TreePMap<String, Long> names = TreePMap.empty();
        for (int left = in.readInt(); left > 0; left--) {
            names = names.plus(in.readUTF(), in.readLong());
        }
        return new FolderNode(permissions, nanos, names);
    }
}
