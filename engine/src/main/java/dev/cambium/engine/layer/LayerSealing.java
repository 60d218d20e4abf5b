package dev.cambium.engine.layer;

import dev.cambium.engine.layer.LayerRegistry.Member;
import dev.cambium.engine.page.TimelineId;

import java.io.IOException;

/** Ends the open layers of timelines, so that they go on in new ones. */
final class LayerSealing {

    /**
     * Of a log. A server that only reads may still make and delete temporary files all day, and
     * each leaves some 200 bytes: they are read whole at the next start.
     */
    private static final long LOG_BYTES_MAX = 16L << 20;

    private final StoreParts store;
    private final LayerKeeper keeper;
    private final MakeDurable makeDurable;
    private final Runnable afterwards;

    /**
     * @param afterwards called when a layer that was sealed here became durable
     */
    LayerSealing(
            StoreParts store, LayerKeeper keeper, MakeDurable makeDurable, Runnable afterwards) {
        this.store = store;
        this.keeper = keeper;
        this.makeDurable = makeDurable;
        this.afterwards = afterwards;
    }

    /**
     * Seals the open layer unless nothing was written to it. Under the timeline's lock for sealing.
     *
     * @return the newest layer that is sealed now; its log is durable
     */
    Layer seal(TimelineId id, TimelineFiles files) throws IOException {
        Layer open = files.stack().top();
        Layer below = open.parent();
        // Nothing new since the last seal: the same layers are this seal, too. Asked again, under
        // the gate, if it was not so here.
        if (open.isUntouched() && below != null) {
            below.log().sync();
            return below;
        }
        return seal(id, files, false);
    }

    private Layer seal(TimelineId id, TimelineFiles files, boolean untouchedToo)
            throws IOException {
        Layer open = files.stack().top();
        Layer successor = store.factory().make(open, id);
        Layer sealed;
        try {
            sealed = files.seal(successor, untouchedToo);
        } catch (IOException | RuntimeException failure) {
            store.factory().scrap(successor, failure);
            throw failure;
        }
        if (sealed == open) {
            store.registry().add(successor);
            keeper.soon(
                    "make a sealed layer durable",
                    () -> {
                        makeDurable.run(id, sealed);
                        afterwards.run();
                    });
        } else {
            store.factory().scrap(successor, null);
        }
        sealed.log().sync();
        return sealed;
    }

    /**
     * Lets a timeline go on in a new layer, for reasons of the store: no seal names the old one.
     */
    Layer roll(TimelineId id, Member member) throws IOException {
        member.sealing().lock();
        try {
            return seal(id, member.files(), true);
        } finally {
            member.sealing().unlock();
        }
    }

    /** Does so where the log has grown long; a merge then keeps only what it came to. */
    void rollLongLogs() throws IOException {
        for (var entry : store.registry().allMembers().entrySet()) {
            Layer open = entry.getValue().files().stack().top();
            if (open.log().lengthBytes() > LOG_BYTES_MAX
                    && entry.getValue().equals(store.registry().memberOrNull(entry.getKey()))) {
                roll(entry.getKey(), entry.getValue());
            }
        }
    }
}
