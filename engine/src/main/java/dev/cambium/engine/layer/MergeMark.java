package dev.cambium.engine.layer;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file {@code merged} in the folder of a layer: what the layer holds is in another folder now.
 * Writing it is the one step that puts a merge into effect.
 *
 * @param layer the layer
 * @param folder the number of the folder with its log, data files and index
 */
record MergeMark(LayerId layer, LayerId folder) {

    static final String FILE = "merged";

    private static final ChecksummedFile.Kind KIND =
            new ChecksummedFile.Kind(0x43414d424d455247L, 1); // CAMBMERG

    /** Durable when this returns; when it fails, nobody knows what a crash would find. */
    void write(Path layerFolder, Disk disk) throws IOException {
        ChecksummedFile.write(
                layerFolder.resolve(FILE),
                KIND,
                disk,
                out -> {
                    out.writeLong(layer.value());
                    out.writeLong(folder.value());
                });
    }

    /** What the folder of a layer says; null if its data is there. */
    static @Nullable MergeMark read(Path layerFolder, LayerId layer) throws IOException {
        Path path = layerFolder.resolve(FILE);
        if (!Files.exists(path)) {
            return null;
        }
        DataInputStream in = ChecksummedFile.read(path, KIND);
        MergeMark mark = new MergeMark(new LayerId(in.readLong()), new LayerId(in.readLong()));
        if (!mark.layer().equals(layer)) {
            throw new UnreadableFileException.Corrupt(path, "it belongs to another layer");
        }
        return mark;
    }
}
