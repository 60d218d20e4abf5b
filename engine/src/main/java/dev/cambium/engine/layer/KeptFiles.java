package dev.cambium.engine.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which data files a layer must have, and how long they are at least, by what its index or its log
 * says. Without one of them the blocks of the layers below would show through, which are older.
 *
 * <p>A log may say it of a file only after the file and its name in the folder were durable, and a
 * data file is cut or deleted only after the record that cuts it or takes its name is durable. So
 * no crash leaves a log that asks for more than there is.
 */
final class KeptFiles {

    private final Map<Long, Long> leastBytes = new HashMap<>();

    /** What an index says. */
    KeptFiles(List<DataFile> indexed) {
        for (DataFile file : indexed) {
            if (file.isOnDisk()) {
                leastBytes.put(file.node(), file.lengthBytes());
            }
        }
    }

    /** What a log says, as far as it was read. */
    KeptFiles(LayerLog.Contents log) {
        for (NameChange change : log.changes()) {
            if (change instanceof NameChange.Kept kept) {
                leastBytes.merge(kept.node(), kept.lengthBytes(), Math::max);
            } else if (change instanceof NameChange.Truncate cut) {
                leastBytes.computeIfPresent(
                        cut.node(), (_, bytes) -> Math.min(bytes, cut.sizeBytes()));
            }
        }
    }

    /**
     * Looks for all of them.
     *
     * @param names those at the end of the layer; the data of a file without a name may be gone
     * @throws UnreadableFileException if one is missing or too short
     */
    void require(Layer layer, Namespace names) throws IOException {
        for (Map.Entry<Long, Long> kept : leastBytes.entrySet()) {
            if (names.node(kept.getKey()) instanceof Node.FileNode) {
                require(layer.pathOf(kept.getKey()), kept.getValue(), layer.id());
            }
        }
    }

    private static void require(Path path, long leastBytes, LayerId layer) throws IOException {
        long found;
        try {
            found = Files.size(path);
        } catch (NoSuchFileException gone) {
            throw UnreadableFileException.Corrupt.missing(path, layer);
        }
        if (found < leastBytes) {
            throw new UnreadableFileException.Corrupt(
                    path,
                    "it has %d bytes, and layer %s wrote %d".formatted(found, layer, leastBytes));
        }
    }

    /** Tells a file what the log says about it. */
    void tell(DataFile file) {
        Long bytes = leastBytes.get(file.node());
        if (bytes != null) {
            file.noted(bytes);
        }
    }
}
