package dev.cambium.engine.layer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code presence} of a sealed layer: which blocks it has of which file. It is written
 * when every file of the layer is durable, so its being there is the mark of that.
 */
final class PresenceIndex {

    static final String FILE = "presence";

    private static final ChecksummedFile.Kind KIND =
            new ChecksummedFile.Kind(0x43414d4250524553L, 1); // CAMBPRES

    private PresenceIndex() {}

    static void write(Layer layer, Disk disk) throws IOException {
        ChecksummedFile.write(
                layer.folder().resolve(FILE),
                KIND,
                disk,
                out -> {
                    out.writeLong(layer.id().value());
                    List<DataFile> files = List.copyOf(layer.files());
                    out.writeInt(files.size());
                    for (DataFile file : files) {
                        writeFile(out, file);
                    }
                });
    }

    private static void writeFile(DataOutputStream out, DataFile file) throws IOException {
        out.writeLong(file.node());
        out.writeLong(file.lengthBytes());
        out.writeLong(file.lowerVisibleBytes());
        out.writeBoolean(file.isOnDisk());
        long[] words = file.present().toWords();
        out.writeInt(words.length);
        for (long word : words) {
            out.writeLong(word);
        }
    }

    /**
     * The data files of a layer as the index of its folder has them.
     *
     * @throws UnreadableFileException if it is damaged or belongs to another layer
     */
    static List<DataFile> read(Path folder, LayerId layer, OpenChannels channels, Disk disk)
            throws IOException {
        Path path = folder.resolve(FILE);
        DataInputStream in = ChecksummedFile.read(path, KIND);
        if (in.readLong() != layer.value()) {
            throw new UnreadableFileException.Corrupt(path, "it belongs to another layer");
        }
        List<DataFile> files = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            long node = in.readLong();
            long length = in.readLong();
            long lowerVisible = in.readLong();
            boolean onDisk = in.readBoolean();
            long[] words = new long[in.readInt()];
            for (int i = 0; i < words.length; i++) {
                words[i] = in.readLong();
            }
            Path data = folder.resolve(Long.toHexString(node) + Layer.DATA_SUFFIX);
            PresenceBits bits = new PresenceBits(words);
            DataFile file = new DataFile(node, data, channels, disk, bits, length, onDisk);
            file.hideLowerFrom(lowerVisible);
            files.add(file);
        }
        return files;
    }
}
