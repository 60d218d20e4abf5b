package dev.cambium.engine.layer;

import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.posix.AllocatedSpace;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much of the disk timelines take, and what of it is whose. What a layer takes is looked up
 * again only when it changed, so that timelines nobody writes to cost next to nothing. Thread-safe.
 */
final class LayerSpace {

    /** Merges of one layer follow one another by seconds; a look takes less than a millisecond. */
    private static final int LOOKS_MAX = 3;

    /** What was found of a layer while it was at a stamp. */
    private record Taken(Layer.Stamp at, long bytes) {}

    /** The length of all files of a timeline while its top layer was at a stamp. */
    private record Length(Layer.Stamp at, long bytes) {}

    /** What was found of the sealed layers of a timeline, the newest first, and their seals. */
    private record History(List<Path> folders, Set<Layer> sealed, long bytes) {}

    private final StoreParts store;
    private final Map<LayerId, Taken> taken = new ConcurrentHashMap<>();
    private final Map<TimelineId, Length> lengths = new ConcurrentHashMap<>();
    private final Map<TimelineId, History> histories = new ConcurrentHashMap<>();

    LayerSpace(StoreParts store) {
        this.store = store;
    }

    /**
     * What timelines take; those that are not there are left out.
     *
     * @param own by timeline the seals that would go with it
     */
    Map<TimelineId, StoreSpace> of(Map<TimelineId, Set<SealId>> own) throws IOException {
        Set<Layer> sealed = store.registry().sealed();
        Map<TimelineId, StoreSpace> spaces = new HashMap<>();
        for (var owner : store.registry().ownLayers(own).entrySet()) {
            TimelineId id = owner.getKey();
            LayerRegistry.Member member = store.registry().memberOrNull(id);
            if (member != null) {
                Set<SealId> seals = own.getOrDefault(id, Set.of());
                spaces.put(id, of(id, member.files(), owner.getValue(), seals, sealed));
            }
        }
        return spaces;
    }

    private StoreSpace of(
            TimelineId id,
            TimelineFiles files,
            List<Layer> ownLayers,
            Set<SealId> ownSeals,
            Set<Layer> sealed)
            throws IOException {
        Set<Layer> ownSet = new HashSet<>(ownLayers);
        long unique = allocatedOrNothing(store.manifests().pathOf(id));
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
        for (SealId seal : ownSeals) {
            unique += allocatedOrNothing(store.manifests().pathOf(seal));
        }
        return new StoreSpace(
                lengthOf(id, files), unique, historyBytes(id, ownLayers, sealed), shared);
    }

    /** What some timelines and seals need, what they share with one another counted once. */
    StoreTogether of(Set<TimelineId> timelines, Set<SealId> seals) throws IOException {
        long own = 0;
        for (TimelineId id : timelines) {
            own += allocatedOrNothing(store.manifests().pathOf(id));
        }
        for (SealId seal : seals) {
            own += allocatedOrNothing(store.manifests().pathOf(seal));
        }
        long taken = own;
        Set<Layer> others = store.registry().neededWithout(timelines, seals);
        for (Layer layer : store.registry().neededBy(timelines, seals)) {
            long bytes = bytesOf(layer);
            taken += bytes;
            own += others.contains(layer) ? 0 : bytes;
        }
        return new StoreTogether(taken, own);
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
        lengths.remove(id);
        taken.keySet().retainAll(store.registry().layerIds());
    }

    private long bytesOf(Layer layer) throws IOException {
        Layer.Stamp now =
                layer.stamp(); // before the look: what changes meanwhile is seen next time
        Taken known = taken.get(layer.id());
        if (known == null || !known.at().equals(now)) {
            known = new Taken(now, lookUp(layer));
            taken.put(layer.id(), known);
        }
        return known.bytes();
    }

    /** Again if a merge moved the layer meanwhile: its old folder may have been gone by then. */
    private long lookUp(Layer layer) throws IOException {
        Path own = store.folders().layer(layer.id());
        long bytes = 0;
        for (int look = 0; look < LOOKS_MAX; look++) {
            Path folder = layer.folder();
            bytes = folderBytes(folder) + (folder.equals(own) ? 0 : folderBytes(own));
            if (folder.equals(layer.folder())) {
                break;
            }
        }
        return bytes;
    }

    private static long folderBytes(Path folder) throws IOException {
        long sum = allocatedOrNothing(folder);
        try {
            for (Path file : LayerFolder.list(folder)) {
                sum += allocatedOrNothing(file);
            }
        } catch (NoSuchFileException mergedMeanwhile) {
            // Whoever asks looks where it is now.
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

    private long lengthOf(TimelineId id, TimelineFiles files) {
        Layer.Stamp now = files.stack().top().stamp();
        Length known = lengths.get(id);
        if (known == null || !known.at().equals(now)) {
            known = new Length(now, files.names().totalBytes());
            lengths.put(id, known);
        }
        return known.bytes();
    }

    private long historyBytes(TimelineId id, List<Layer> ownLayers, Set<Layer> allSealed) {
        List<Layer> closed = new ArrayList<>();
        Set<Layer> tops = new HashSet<>();
        for (Layer layer : ownLayers) {
            if (layer.state() != Layer.State.OPEN) {
                closed.add(layer);
                if (allSealed.contains(layer)) {
                    tops.add(layer);
                }
            }
        }
        List<Path> folders = closed.stream().map(Layer::folder).toList();
        History known = histories.get(id);
        if (known == null || !known.folders().equals(folders) || !known.sealed().equals(tops)) {
            known = new History(folders, tops, SupersededBlocks.bytes(closed, tops));
            histories.put(id, known);
        }
        return known.bytes();
    }
}
