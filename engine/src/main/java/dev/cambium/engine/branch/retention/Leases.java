package dev.cambium.engine.branch.retention;

import dev.cambium.engine.branch.operation.EngineParts;
import dev.cambium.engine.catalog.Ids;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.NotAnImageException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which images are being opened, and so must stay. In memory only: no opening survives the engine.
 * Finding an image and holding it is one step, and so is asking whether it is held and taking it
 * away from all who come later. What is slow (the commit, the deletion of files) is done behind
 * that step, while others take and end their leases. Thread-safe.
 */
public final class Leases {

    private static final Logger log = LoggerFactory.getLogger(Leases.class);

    private final EngineParts parts;
    private final Map<Image, Integer> held = new HashMap<>();

    /** Seals whose images are being removed: none of them can be held any more. */
    private final Set<SealId> going = new HashSet<>();

    /** Timelines that are being sealed, each as often as that: nobody knows yet from where on. */
    private final List<TimelineId> freezing = new ArrayList<>();

    /** Takes a seal of a timeline and finds out what was frozen. */
    interface Freezing {
        Image image() throws IOException, NotAnImageException;
    }

    public Leases(EngineParts parts) {
        this.parts = parts;
    }

    /** Holds the image that a search finds; waits while what it finds is being removed. */
    public synchronized Optional<Lease> take(Supplier<Optional<Image>> search, Lsn lsn) {
        Optional<Image> found = search.get();
        while (found.isPresent() && going.contains(found.get().seal())) {
            awaitGone(List.of(found.get()));
            found = search.get();
        }
        return found.map(image -> hold(image, lsn, false));
    }

    /**
     * Seals a timeline as it is now, and holds that. No WAL that the image needs goes meanwhile,
     * though no row of the catalog names it.
     *
     * @throws NotAnImageException if its server was in between; no seal is left then
     */
    public Lease seal(TimelineId timeline) throws IOException, NotAnImageException {
        return seal(timeline, () -> parts.sealing().seal(timeline, Ids.seal()));
    }

    Lease seal(TimelineId timeline, Freezing how) throws IOException, NotAnImageException {
        begin(timeline);
        try {
            Image image = how.image();
            return hold(image, image.end(), true);
        } finally {
            end(timeline);
        }
    }

    private synchronized void begin(TimelineId timeline) {
        freezing.add(timeline);
    }

    private synchronized void end(TimelineId timeline) {
        freezing.remove(timeline);
    }

    /**
     * From where on WAL of a timeline is needed: by its images in the catalog, by those that are
     * being opened, and by all that will be sealed.
     *
     * @param checkpoint where its last one begins, read before this is asked: a seal that begins
     *     later needs nothing older
     * @return empty while it is being sealed, as nobody knows then
     */
    public Optional<Lsn> walNeeded(TimelineId timeline, Lsn checkpoint) {
        // First what is held, then the rows: what was held becomes a row before it is let go.
        List<Image> images = new ArrayList<>();
        synchronized (this) {
            if (freezing.contains(timeline)) {
                return Optional.empty();
            }
            images.addAll(held.keySet());
        }
        images.removeIf(image -> !image.timeline().equals(timeline));
        images.addAll(parts.catalog().images(timeline));
        return Optional.of(
                images.stream()
                        .map(Image::redo)
                        .reduce(checkpoint, (one, other) -> one.isBefore(other) ? one : other));
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
    public int remove(TimelineId timeline, Collection<Image> images) {
        List<Image> free;
        synchronized (this) {
            free = images.stream().filter(image -> isFree(image.seal())).toList();
            free.forEach(image -> going.add(image.seal()));
        }
        try {
            if (!free.isEmpty()) {
                parts.catalog()
                        .commit(
                                change ->
                                        free.forEach(
                                                image ->
                                                        change.removeImage(
                                                                timeline, image.seal())));
                free.forEach(image -> giveUpUnlessKept(image.seal()));
            }
            return free.size();
        } finally {
            gone(free);
        }
    }

    /**
     * As {@link #remove} for all images of a timeline.
     *
     * @return false if one of them is held: then all of them stay
     */
    boolean removeAll(TimelineId timeline) {
        List<Image> images;
        synchronized (this) {
            images = parts.catalog().images(timeline);
            while (isAnyGoing(images)) {
                awaitGone(images);
                images = parts.catalog().images(timeline);
            }
            if (held.keySet().stream().anyMatch(image -> image.timeline().equals(timeline))) {
                return false;
            }
            // A seal that is held as the image of another timeline stays for that one.
            images.forEach(image -> going.add(image.seal()));
        }
        try {
            parts.catalog().commit(change -> change.removeImages(timeline));
            images.forEach(image -> giveUpUnlessKept(image.seal()));
            return true;
        } finally {
            gone(images);
        }
    }

    void release(Image image) {
        synchronized (this) {
            held.computeIfPresent(image, (key, count) -> count > 1 ? count - 1 : null);
            if (!isFree(image.seal())) {
                return;
            }
            going.add(image.seal());
        }
        try {
            giveUpUnlessKept(image.seal());
        } finally {
            gone(List.of(image));
        }
    }

    private synchronized void gone(Collection<Image> images) {
        images.forEach(image -> going.remove(image.seal()));
        notifyAll();
    }

    /** For as long as the commit and the deletion of others take. */
    private synchronized void awaitGone(Collection<Image> images) {
        try {
            while (isAnyGoing(images)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an image was being removed", e);
        }
    }

    private boolean isAnyGoing(Collection<Image> images) {
        return images.stream().anyMatch(image -> going.contains(image.seal()));
    }

    private boolean isFree(SealId seal) {
        return !going.contains(seal) && !isHeld(seal);
    }

    private synchronized boolean isHeld(SealId seal) {
        return held.keySet().stream().anyMatch(image -> image.seal().equals(seal));
    }

    /** Of a seal that is going. */
    private void giveUpUnlessKept(SealId seal) {
        try {
            if (!isHeld(seal) && parts.catalog().imageCount(seal) == 0) {
                parts.opening().discard(seal);
            }
        } catch (IOException | RuntimeException e) {
            log.warn("The seal {} could not be given up now; the next start will", seal, e);
        }
    }
}
