package dev.cambium.engine.layer;

import dev.cambium.engine.page.TimelineId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
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
        return make(id, id, parent, timeline.value());
    }

    /**
     * As {@link #make}, but durable only after {@link #makeDurable}: for a layer that is filled
     * before anything names it, so that one round of syncs does for both.
     */
    Layer begin(@Nullable Layer parent, TimelineId timeline) throws IOException {
        LayerId id = new LayerId(lastNumber.incrementAndGet());
        return begin(id, id, parent, timeline.value());
    }

    /** Makes a layer durable that was begun: its log as it is now, and the names of both. */
    void makeDurable(Layer layer) throws IOException {
        layer.log().sync();
        disk.syncFolder(layer.folder());
        disk.syncFolder(folders.layers());
    }

    /**
     * An empty layer that may take the place of {@code top} and lies on {@code parent}: as durable,
     * and as much rubbish until a {@link MergeMark} names its folder.
     */
    Layer makeMerged(Layer top, @Nullable Layer parent) throws IOException {
        LayerId folder = new LayerId(lastNumber.incrementAndGet());
        return make(folder, top.id(), parent, top.timeline());
    }

    private Layer make(LayerId number, LayerId id, @Nullable Layer parent, String timeline)
            throws IOException {
        Layer layer = begin(number, id, parent, timeline);
        try {
            makeDurable(layer);
            return layer;
        } catch (IOException failure) {
            scrap(layer, failure);
            throw failure;
        }
    }

    private Layer begin(LayerId number, LayerId id, @Nullable Layer parent, String timeline)
            throws IOException {
        LayerHeader header =
                new LayerHeader(id, parent == null ? 0 : parent.id().value(), timeline);
        Path folder = folders.layer(number);
        try {
            Files.createDirectory(folder);
            LayerLog log = LayerLog.create(folder.resolve(Layer.LOG), header, disk);
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

    /** Removes all folders and data of layers that nothing reaches. */
    void deleteAllBut(List<Layer> reached) throws IOException {
        Set<Path> needed = new HashSet<>();
        for (Layer layer : reached) {
            needed.add(layer.folder());
            needed.add(folders.layer(layer.id()));
        }
        for (Path folder : folders.allLayers()) {
            if (!needed.contains(folder)) {
                LayerFolder.delete(folder);
            }
        }
        for (Layer layer : reached) {
            if (!layer.folder().equals(folders.layer(layer.id()))) {
                LayerFolder.emptyButMark(folders.layer(layer.id()));
            }
        }
    }

    /** Deletes a layer that nothing reaches any more. */
    void delete(Layer layer) throws IOException {
        deleteBody(layer.body());
        if (!layer.folder().equals(folders.layer(layer.id()))) {
            LayerFolder.delete(folders.layer(layer.id()));
        }
    }

    /** Deletes what a layer held before it was merged: whoever reads it looks up the new body. */
    void deleteOld(Layer layer, Layer.Body old) throws IOException {
        if (old.folder().equals(folders.layer(layer.id()))) {
            deleteFiles(old);
            LayerFolder.emptyButMark(old.folder());
        } else {
            deleteBody(old);
        }
    }

    private static void deleteBody(Layer.Body body) throws IOException {
        deleteFiles(body);
        LayerFolder.delete(body.folder());
    }

    private static void deleteFiles(Layer.Body body) throws IOException {
        for (DataFile file : body.files().values()) {
            file.delete();
        }
        body.log().close();
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
