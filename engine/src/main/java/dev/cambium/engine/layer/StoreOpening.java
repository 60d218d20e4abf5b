package dev.cambium.engine.layer;

import dev.cambium.engine.page.Invariant;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Brings a store back from disk: whatever a crash interrupted is finished or undone. */
final class StoreOpening {

    /** Makes what the store serves of a timeline. */
    interface Serving {
        TimelineFiles files(TimelineId id, Path walFolder, Layer top, Namespace names);
    }

    private final StoreParts store;
    private final LayerLoader loader;

    StoreOpening(StoreParts store) {
        this.store = store;
        this.loader = new LayerLoader(store.folders(), store.channels(), store.disk());
    }

    /** Fills the registry; nothing is deleted before everything that is needed was read. */
    void run(Serving serving) throws IOException {
        StoreManifests manifests = store.manifests();
        for (SealId id : manifests.seals()) {
            Layer top = loader.load(manifests.read(id).top());
            if (top.state() == Layer.State.OPEN) {
                throw new UnreadableFileException.Corrupt(
                        manifests.pathOf(id), "its layer was never sealed");
            }
            store.registry().add(id, top);
        }
        Map<TimelineId, TimelineManifest> timelines = new HashMap<>();
        Map<TimelineId, Layer> newest = new HashMap<>();
        for (TimelineId id : manifests.timelines()) {
            TimelineManifest manifest = manifests.read(id);
            timelines.put(id, manifest);
            newest.put(id, loader.newest(manifest));
        }
        for (Layer layer : loader.layers()) {
            store.registry().add(layer);
        }
        store.factory().deleteAllBut(loader.layers());
        for (Map.Entry<TimelineId, TimelineManifest> entry : timelines.entrySet()) {
            TimelineId id = entry.getKey();
            TimelineManifest manifest = entry.getValue();
            Layer top = Invariant.notNull(newest.get(id), "timeline %s has no layer", id);
            Namespace names;
            if (top.state() == Layer.State.OPEN) {
                names = loader.openNames(top);
            } else {
                names = SealedFiles.namesOf(top);
                top = store.factory().make(top, id);
            }
            if (!manifest.top().equals(top.id())) {
                manifests.write(id, top.id(), manifest.walFolder());
            }
            store.registry().add(id, serving.files(id, manifest.walFolder(), top, names));
        }
    }
}
