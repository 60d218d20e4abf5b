package dev.cambium.engine.branch.history;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.WalFolders;
import dev.cambium.engine.volume.Volume;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.WalFolder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows how far the WAL of each timeline has come, reading only what is new. Of the timelines that
 * were written to last the files stay open; of others only the place is remembered, and when their
 * segment was written. Thread-safe.
 */
public final class WalHeads {

    private static final Logger log = LoggerFactory.getLogger(WalHeads.class);

    /** As many branches as run at a time on a computer, each with a buffer of 128 KiB. */
    static final int OPEN_MAX = 64;

    /** Some megabyte; what is forgotten is read from its last checkpoint on. */
    private static final int KNOWN_MAX = 10_000;

    private final Volume volume;
    private final WalFolders walFolders;

    /** By their last use, the eldest first; guards itself and {@link #open}. */
    private final Map<TimelineId, WalHead> known = new LinkedHashMap<>(64, 0.75f, true);

    private final Map<TimelineId, WalHead> open = new LinkedHashMap<>(64, 0.75f, true);

    public WalHeads(Volume volume, WalFolders walFolders) {
        this.volume = volume;
        this.walFolders = walFolders;
    }

    /** The end of a timeline's WAL; empty if it cannot be read. */
    public Optional<Lsn> head(TimelineId timeline) {
        try {
            WalHead head = find(timeline);
            try {
                return Optional.of(head.read());
            } finally {
                noteOpen(timeline, head);
            }
        } catch (IOException e) {
            log.debug("The WAL of {} could not be read", timeline, e);
            return Optional.empty();
        }
    }

    /** Lets go of a timeline that is not used any more. */
    public void forget(TimelineId timeline) {
        WalHead head;
        synchronized (known) {
            open.remove(timeline);
            head = known.remove(timeline);
        }
        if (head != null) {
            head.close();
        }
    }

    /** How many files are open. */
    int openFiles() {
        synchronized (known) {
            return open.size();
        }
    }

    private WalHead find(TimelineId timeline) throws IOException {
        synchronized (known) {
            WalHead head = known.get(timeline);
            if (head != null) {
                return head;
            }
        }
        ControlFile control = ControlFile.parse(volume.read(timeline, ControlFile.PATH));
        WalFolder own = new WalFolder(walFolders.of(timeline), control.segments());
        WalHead begun = new WalHead(own, control.redoLsn());
        synchronized (known) {
            WalHead other = known.putIfAbsent(timeline, begun);
            return other == null ? begun : other;
        }
    }

    /** Closes the files of those that were not asked for in the longest time. */
    private void noteOpen(TimelineId timeline, WalHead head) {
        List<WalHead> closed = new ArrayList<>();
        synchronized (known) {
            if (!head.isOpen()) {
                return;
            }
            if (known.get(timeline) == head) {
                open.put(timeline, head);
            } else {
                closed.add(head); // it was forgotten meanwhile
            }
            while (open.size() > OPEN_MAX) {
                closed.add(open.remove(open.keySet().iterator().next()));
            }
            while (known.size() > KNOWN_MAX) {
                TimelineId eldest = known.keySet().iterator().next();
                open.remove(eldest);
                closed.add(known.remove(eldest));
            }
        }
        closed.forEach(WalHead::close);
    }
}
