package dev.cambium.engine.timeline;

import dev.cambium.engine.page.Lsn;
import dev.cambium.engine.page.SealId;
import dev.cambium.engine.page.TimelineId;
import dev.cambium.engine.volume.Volume;
import dev.cambium.engine.wal.ControlFile;
import dev.cambium.engine.wal.ControlState;
import dev.cambium.engine.wal.WalEnd;
import dev.cambium.engine.wal.WalWalker;

import java.io.IOException;
import java.time.Clock;

/** Freezes a timeline and finds out what was frozen, and where in WAL. Thread-safe. */
public final class Sealing {

    private final Volume volume;
    private final WalFolders walFolders;
    private final Clock clock;

    public Sealing(Volume volume, WalFolders walFolders, Clock clock) {
        this.volume = volume;
        this.walFolders = walFolders;
        this.clock = clock;
    }

    /**
     * Seals a timeline as it is now, while its server runs or after it ended.
     *
     * @return the image; its seal is the caller's to discard
     * @throws NotAnImageException if the server was in between; no seal is left then
     */
    public Image seal(TimelineId timeline, SealId seal) throws IOException, NotAnImageException {
        volume.seal(timeline, seal);
        try {
            return imageOf(timeline, seal);
        } catch (IOException | NotAnImageException | RuntimeException e) {
            volume.discard(seal);
            throw e;
        }
    }

    /** Finds out what a seal that was taken before is. */
    public Image imageOf(TimelineId timeline, SealId seal) throws IOException, NotAnImageException {
        ControlFile control = ControlFile.parse(volume.read(seal, ControlFile.PATH));
        ImageKind kind = kindOf(control.state());
        Lsn from =
                switch (kind) {
                    case IMAGE -> control.redoLsn();
                    case REST -> control.checkpointLsn();
                };
        WalEnd end = WalWalker.findEnd(walFolders.of(timeline), control.walSegmentBytes(), from);
        if (kind == ImageKind.REST && !end.lastRecordStart().equals(control.checkpointLsn())) {
            // Its next start was killed before it could say so: only another start knows what to
            // do.
            throw new NotAnImageException(control.state());
        }
        if (end.lastRecordStart().isBefore(control.checkpointLsn())) {
            throw new UnreachablePointException(
                    "The WAL of %s ends at %s (%s), before its checkpoint at %s: a segment is missing or damaged."
                            .formatted(
                                    timeline,
                                    end.endLsnExclusive(),
                                    end.reason(),
                                    control.checkpointLsn()));
        }
        return new Image(
                seal,
                timeline,
                kind,
                control.redoLsn(),
                end.endLsnExclusive(),
                end.lastRecordStart(),
                clock.instant());
    }

    private static ImageKind kindOf(ControlState state) throws NotAnImageException {
        return switch (state) {
            case IN_PRODUCTION -> ImageKind.IMAGE;
            case SHUT_DOWN -> ImageKind.REST;
            case STARTING_UP,
                    SHUT_DOWN_IN_RECOVERY,
                    SHUTTING_DOWN,
                    IN_CRASH_RECOVERY,
                    IN_ARCHIVE_RECOVERY ->
                    throw new NotAnImageException(state);
        };
    }
}
