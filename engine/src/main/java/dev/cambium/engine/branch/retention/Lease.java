package dev.cambium.engine.branch.retention;

import dev.cambium.engine.catalog.Change;
import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.Image;
import dev.cambium.engine.timeline.Opening;
import dev.cambium.engine.timeline.Point;

import java.io.IOException;

/**
 * A point that is being opened, with the image it opens from. Until this is closed neither the
 * image goes away nor the WAL from its redo position on.
 *
 * <p>A lease of the present may hold a seal that was taken for it and that no row of the catalog
 * names yet: {@link #birth} makes it last. Without that, closing gives the seal up. Thread-safe.
 */
public final class Lease implements AutoCloseable {

    private final Leases leases;
    private final Image image;
    private final Lsn lsn;
    private final boolean fresh;
    private boolean closed;

    /**
     * @param fresh whether the image was sealed for this lease
     */
    Lease(Leases leases, Image image, Lsn lsn, boolean fresh) {
        this.leases = leases;
        this.image = image;
        this.lsn = lsn;
        this.fresh = fresh;
    }

    public Image image() {
        return image;
    }

    /** Where to open; not before the image's end, and behind it where an older image serves. */
    public Lsn lsn() {
        return lsn;
    }

    public Point point() {
        return new Point(image.timeline(), lsn);
    }

    /** Makes a timeline at the point; durable when this returns. */
    public void open(Opening opening, TimelineId child) throws IOException {
        if (fresh) {
            opening.openPresent(image, child);
        } else {
            opening.open(image, lsn, child);
        }
    }

    /** Keeps what the point needs, without its files; durable when this returns. */
    public void keep(Opening opening, TimelineId keeper) throws IOException {
        if (fresh) {
            opening.keepPresent(image, keeper);
        } else {
            opening.keep(image, lsn, keeper);
        }
    }

    /**
     * To be part of the outcome of opening a child: the image stays one of its own timeline, and
     * becomes the first of the child, whose WAL folder holds all WAL from its redo position on. So
     * a child holds masked rows if that timeline does; one that something was loaded into begins
     * with a rest of its own, and is told of nobody's rows.
     *
     * @param child may be the image's own timeline; must be in the catalog
     */
    public void birth(Change change, TimelineId child) {
        change.put(image);
        if (!child.equals(image.timeline())) {
            change.put(image.of(child));
            change.masking().passReport(image.timeline(), child);
        }
    }

    /** Ends the lease; never fails. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            leases.release(image);
        }
    }
}
