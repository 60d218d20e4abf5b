package dev.cambium.engine.layer;

import dev.cambium.engine.page.Invariant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders of a store: {@code layers/}, {@code timelines/}, {@code seals/}.
 *
 * @param root the folder given to the store
 */
record LayerFolder(Path root) {

    Path layers() {
        return root.resolve("layers");
    }

    Path timelines() {
        return root.resolve("timelines");
    }

    Path seals() {
        return root.resolve("seals");
    }

    Path layer(LayerId id) {
        return layers().resolve(id.folderName());
    }

    /** The folders of all layers, finished or not, by number. */
    List<Path> allLayers() throws IOException {
        return list(layers()).stream()
                .filter(path -> path.getFileName().toString().matches("[0-9a-f]{12,15}"))
                .toList();
    }

    /** The number of the folder of a layer. */
    static LayerId numberOf(Path layer) {
        return new LayerId(Long.parseLong(layer.getFileName().toString(), 16));
    }

    void create() throws IOException {
        Files.createDirectories(layers());
        Files.createDirectories(timelines());
        Files.createDirectories(seals());
    }

    /** The folder that a file of the store is in. */
    static Path parentOf(Path file) {
        return Invariant.notNull(file.toAbsolutePath().getParent(), "%s has no parent", file);
    }

    /** What is in a folder, sorted. */
    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    /** Deletes a layer's folder, which has no folders in it. */
    static void delete(Path layer) throws IOException {
        try {
            empty(layer);
            Files.deleteIfExists(layer);
        } catch (NoSuchFileException alreadyGone) {
            // What was to be reached is reached.
        }
    }

    /** Deletes what is in a layer's folder, except for a mark that its data is elsewhere. */
    static void emptyButMark(Path layer) throws IOException {
        for (Path file : list(layer)) {
            if (!file.endsWith(MergeMark.FILE)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void empty(Path layer) throws IOException {
        for (Path file : list(layer)) {
            Files.deleteIfExists(file);
        }
    }
}
