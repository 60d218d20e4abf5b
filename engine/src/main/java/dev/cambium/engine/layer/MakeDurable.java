package dev.cambium.engine.layer;

import dev.cambium.engine.layer.LayerRegistry.Member;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes sealed layers durable: syncs what is in them and writes their index. Thread-safe. */
final class MakeDurable {

    private final StoreParts store;

    MakeDurable(StoreParts store) {
        this.store = store;
    }

    /** A layer that a timeline has just sealed; its manifest moves on, too. */
    void run(TimelineId id, Layer layer) throws IOException {
        run(layer);
        Member member = store.registry().memberOrNull(id);
        if (member != null && member.sealing().tryLock()) {
            // The manifest lags behind the seals; that only makes the next start look further.
            try {
                moveOn(id, member);
            } finally {
                member.sealing().unlock();
            }
        }
    }

    /** Lets the manifest of a timeline name its open layer. Under its lock for sealing. */
    void moveOn(TimelineId id, Member member) throws IOException {
        if (member.equals(store.registry().memberOrNull(id))) {
            store.manifests()
                    .write(id, member.files().stack().top().id(), member.files().walFolder());
        }
    }

    /** From the bottom up: a durable layer has only durable ones below it. */
    synchronized void run(Layer layer) throws IOException {
        List<Layer> waiting = new ArrayList<>();
        for (Layer below : new LayerStack(layer)) {
            if (below.state() == Layer.State.DURABLE) {
                break;
            }
            waiting.add(below);
        }
        for (Layer next : waiting.reversed()) {
            if (!store.registry().lease(layer)) {
                return;
            }
            try {
                next.syncAll();
                SnapshotRule.apply(next, store.disk());
                PresenceIndex.write(next, store.disk());
                next.transition(Layer.State.SEALED, Layer.State.DURABLE);
            } finally {
                store.collector().giveBack(layer);
            }
        }
    }
}
