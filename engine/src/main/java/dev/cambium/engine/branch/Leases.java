package dev.cambium.engine.branch;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which images are being opened, and so must stay. In memory only: no opening survives the engine.
 * Finding an image and holding it is one step, and so is asking whether it is held and removing it.
 * Thread-safe.
 */
final class Leases {

    private static final Logger log = LoggerFactory.getLogger(Leases.class);

    private final EngineParts parts;
    private final Map<Image, Integer> held = new HashMap<>();

    Leases(EngineParts parts) {
        this.parts = parts;
    }

    /** Holds the image that a search finds. */
    synchronized Optional<Lease> take(Supplier<Optional<Image>> search, Lsn lsn) {
        return search.get().map(image -> hold(image, lsn, false));
    }

    /** Holds an image that was sealed just now, and that nobody else can know of. */
    Lease hold(Image image) {
        return hold(image, image.end(), true);
    }

    private synchronized Lease hold(Image image, Lsn lsn, boolean fresh) {
        held.merge(image, 1, Integer::sum);
        return new Lease(this, image, lsn, fresh);
    }

    /**
     * Removes images of a timeline from the catalog, then the seals that were nobody else's. A kill
     * in between leaves seals that the next start gives up.
     *
     * @return how many; fewer than asked if some are held
     */
    synchronized int remove(TimelineId timeline, Collection<Image> images) {
        List<Image> free = images.stream().filter(image -> !isHeld(image.seal())).toList();
        if (!free.isEmpty()) {
            parts.catalog()
                    .commit(
                            change ->
                                    free.forEach(
                                            image -> change.removeImage(timeline, image.seal())));
            free.forEach(image -> giveUpUnlessKept(image.seal()));
        }
        return free.size();
    }

    /**
     * As {@link #remove} for all images of a timeline.
     *
     * @return false if one of them is held: then all of them stay
     */
    synchronized boolean removeAll(TimelineId timeline) {
        if (held.keySet().stream().anyMatch(image -> image.timeline().equals(timeline))) {
            return false;
        }
        List<Image> images = parts.catalog().images(timeline);
        parts.catalog().commit(change -> change.removeImages(timeline));
        images.forEach(image -> giveUpUnlessKept(image.seal()));
        return true;
    }

    synchronized void release(Image image) {
        held.computeIfPresent(image, (key, count) -> count > 1 ? count - 1 : null);
        giveUpUnlessKept(image.seal());
    }

    private boolean isHeld(SealId seal) {
        return held.keySet().stream().anyMatch(image -> image.seal().equals(seal));
    }

    private void giveUpUnlessKept(SealId seal) {
        try {
            if (!isHeld(seal) && parts.catalog().images(seal).isEmpty()) {
                parts.opening().discard(seal);
            }
        } catch (IOException | RuntimeException e) {
            log.warn("The seal {} could not be given up now; the next start will", seal, e);
        }
    }
}
