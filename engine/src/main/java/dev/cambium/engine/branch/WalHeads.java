package dev.cambium.engine.branch;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.timeline.WalFolders;
import dev.cambium.engine.volume.Volume;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.WalLineage;
import dev.cambium.engine.wal.WalTail;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Knows how far the WAL of each timeline has come, reading only what is new. Thread-safe. */
final class WalHeads {

    private static final Logger log = LoggerFactory.getLogger(WalHeads.class);

    private final Volume volume;
    private final WalFolders walFolders;
    private final Map<TimelineId, WalTail> tails = new ConcurrentHashMap<>();

    WalHeads(Volume volume, WalFolders walFolders) {
        this.volume = volume;
        this.walFolders = walFolders;
    }

    /** The end of a timeline's WAL; empty if it cannot be read. */
    Optional<Lsn> head(TimelineId timeline) {
        try {
            WalTail tail = tails.get(timeline);
            if (tail == null) {
                tail = begin(timeline);
                WalTail other = tails.putIfAbsent(timeline, tail);
                if (other != null) {
                    tail.close();
                    tail = other;
                }
            }
            return Optional.of(tail.catchUp().endLsnExclusive());
        } catch (IOException e) {
            log.debug("The WAL of {} could not be read", timeline, e);
            return Optional.empty();
        }
    }

    /** Lets go of a timeline that is not used any more. */
    void forget(TimelineId timeline) {
        WalTail tail = tails.remove(timeline);
        if (tail != null) {
            Cleanup.attempt(tail::close);
        }
    }

    private WalTail begin(TimelineId timeline) throws IOException {
        ControlFile control = ControlFile.parse(volume.read(timeline, "global/pg_control"));
        WalLineage own = WalLineage.of(walFolders.of(timeline), control.segments());
        return new WalTail(own, control.redoLsn());
    }
}
