package dev.cambium.engine.layer;

import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Makes new, empty layers on disk, and removes those that came to nothing. Thread-safe. */
final class LayerFactory {

    private final LayerFolder folders;
    private final OpenChannels channels;
    private final Disk disk;
    private final AtomicLong lastNumber = new AtomicLong();

    LayerFactory(LayerFolder folders, OpenChannels channels, Disk disk) throws IOException {
        this.folders = folders;
        this.channels = channels;
        this.disk = disk;
        for (Path folder : folders.allLayers()) {
            long number = Long.parseLong(folder.getFileName().toString(), 16);
            lastNumber.accumulateAndGet(number, Math::max);
        }
    }

    /**
     * An open layer on top of another, durable when this returns. Until a log or a manifest names
     * it, it is rubbish that the next opening removes.
     */
    Layer make(@Nullable Layer parent, TimelineId timeline) throws IOException {
        LayerId id = new LayerId(lastNumber.incrementAndGet());
        LayerHeader header =
                new LayerHeader(id, parent == null ? 0 : parent.id().value(), timeline.value());
        Path folder = folders.layer(id);
        try {
            Files.createDirectory(folder);
            LayerLog log = LayerLog.create(folder.resolve(Layer.LOG), header, disk);
            log.sync();
            disk.syncFolder(folder);
            disk.syncFolder(folders.layers());
            return new Layer(header, parent, folder, log, channels, disk, Layer.State.OPEN);
        } catch (IOException failure) {
            scrapFolder(folder, failure);
            throw failure;
        }
    }

    /** Removes a layer that was made and is not needed. */
    void scrap(@Nullable Layer layer, @Nullable Exception failure) {
        if (layer == null) {
            return;
        }
        try {
            layer.log().close();
            for (DataFile file : layer.files()) {
                file.delete();
            }
        } catch (IOException alsoFailed) {
            if (failure != null) {
                failure.addSuppressed(alsoFailed);
            }
        }
        scrapFolder(layer.folder(), failure);
    }

    /** Removes every folder of a layer that nothing reaches. */
    void deleteAllBut(Set<LayerId> reached) throws IOException {
        for (Path folder : folders.allLayers()) {
            long number = Long.parseLong(folder.getFileName().toString(), 16);
            if (!reached.contains(new LayerId(number))) {
                LayerFolder.delete(folder);
            }
        }
    }

    private static void scrapFolder(Path folder, @Nullable Exception failure) {
        try {
            LayerFolder.delete(folder);
        } catch (IOException alsoFailed) {
            // Left for the next opening, which removes what nothing reaches.
            if (failure != null) {
                failure.addSuppressed(alsoFailed);
            }
        }
    }
}
