package dev.cambium.engine.layer;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.AllocatedSpace;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much of the disk timelines take, and what of it is whose. What a durable layer takes is
 * looked up once; it changes only when it is merged. Thread-safe.
 */
final class LayerSpace {

    /** What was found of the sealed layers of a timeline, the newest first, and their seals. */
    private record Known(List<Path> folders, Set<Layer> sealed, long historyBytes) {}

    private final StoreParts store;
    private final Map<Path, Long> allocated = new ConcurrentHashMap<>();
    private final Map<TimelineId, Known> histories = new ConcurrentHashMap<>();

    LayerSpace(StoreParts store) {
        this.store = store;
    }

    /**
     * @param own seals that would go with the timeline
     */
    StoreSpace of(TimelineId id, Set<SealId> own) throws IOException {
        TimelineFiles files = store.registry().member(id).files();
        List<Layer> ownLayers = store.registry().ownLayers(id, own);
        Set<Layer> ownSet = new HashSet<>(ownLayers);
        long unique = AllocatedSpace.of(store.manifests().pathOf(id));
        long shared = 0;
        for (Layer layer : files.stack()) {
            if (ownSet.remove(layer)) {
                unique += bytesOf(layer);
            } else {
                shared += bytesOf(layer);
            }
        }
        // Layers of the timeline's past that are not below its present.
        for (Layer layer : ownSet) {
            unique += bytesOf(layer);
        }
        for (SealId seal : own) {
            unique += allocatedOrNothing(store.manifests().pathOf(seal));
        }
        return new StoreSpace(
                files.names().totalBytes(), unique, historyBytes(id, ownLayers), shared);
    }

    /** What would be free if a seal were discarded now. */
    long of(SealId id) throws IOException {
        long unique = allocatedOrNothing(store.manifests().pathOf(id));
        for (Layer layer : store.registry().ownLayers(id)) {
            unique += bytesOf(layer);
        }
        return unique;
    }

    void forget(TimelineId id) {
        histories.remove(id);
        allocated
                .keySet()
                .retainAll(store.registry().layers().stream().map(Layer::folder).toList());
    }

    private long bytesOf(Layer layer) throws IOException {
        if (layer.state() != Layer.State.DURABLE) {
            return lookUp(layer, layer.body());
        }
        Layer.Body body = layer.body();
        Long known = allocated.get(body.folder());
        if (known == null) {
            known = lookUp(layer, body);
            allocated.put(body.folder(), known);
        }
        return known;
    }

    private long lookUp(Layer layer, Layer.Body body) throws IOException {
        Path own = store.folders().layer(layer.id());
        long bytes = folderBytes(body.folder());
        return body.folder().equals(own) ? bytes : bytes + folderBytes(own);
    }

    private static long folderBytes(Path folder) throws IOException {
        long sum = allocatedOrNothing(folder);
        try {
            for (Path file : LayerFolder.list(folder)) {
                sum += allocatedOrNothing(file);
            }
        } catch (NoSuchFileException mergedMeanwhile) {
            // Counted as it was while it was there.
        }
        return sum;
    }

    private static long allocatedOrNothing(Path path) throws IOException {
        try {
            return AllocatedSpace.of(path);
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }

    private long historyBytes(TimelineId id, List<Layer> ownLayers) {
        List<Layer> sealed = new ArrayList<>();
        for (Layer layer : ownLayers) {
            if (layer.state() != Layer.State.OPEN) {
                sealed.add(layer);
            }
        }
        List<Path> folders = sealed.stream().map(Layer::folder).toList();
        Set<Layer> tops = store.registry().sealedAmong(sealed);
        Known known = histories.get(id);
        if (known == null || !known.folders().equals(folders) || !known.sealed().equals(tops)) {
            known = new Known(folders, tops, SupersededBlocks.bytes(sealed, tops));
            histories.put(id, known);
        }
        return known.historyBytes();
    }
}
